package dev.weir.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.checkpoint.CheckpointMetadata.SubtaskState;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.fault.Label;
import dev.weir.state.FileRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CheckpointCoordinatorTest {
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final CheckpointSettings SETTINGS =
            new CheckpointSettings(INTERVAL, TIMEOUT, Duration.ofMillis(20), 2, 1);
    private static final List<OperatorShape> OPERATORS = List.of(
            new OperatorShape("src", "source 'orders'", 0, 2),
            new OperatorShape("map", "map 'parse'", 0, 2),
            new OperatorShape("sum", "rolling sum", 1, 1));

    private final MemoryDisk disk = new MemoryDisk();
    private final ManualClock clock = new ManualClock();
    private final List<String> events = new ArrayList<>();
    private CheckpointStore store = Checkpoints.open(disk, label -> {});
    private CheckpointCoordinator coordinator = coordinator(SETTINGS);

    @BeforeEach
    void startAttempt() {
        store.claimAttempt();
    }

    private CheckpointCoordinator coordinator(CheckpointSettings settings) {
        CheckpointedJob job = new CheckpointedJob(Checkpoints.JOB, Checkpoints.LINEAGE, 1, 128, OPERATORS);
        return new CheckpointCoordinator(
                job, settings, store, new RecordingParticipant(), clock, label -> events.add(label.name()));
    }

    private final class RecordingParticipant implements CheckpointParticipant {
        @Override
        public void triggerCheckpoint(long id) {
            events.add("trigger " + id);
        }

        @Override
        public void checkpointCompleted(long id) {
            events.add("completed " + id);
        }

        @Override
        public void checkpointAborted(long id) {
            events.add("aborted " + id);
        }
    }

    @Test
    void completesWhenAllTasksHaveAcknowledged() {
        assertThat(coordinator.step()).isEqualTo(INTERVAL.toNanos());
        clock.advance(INTERVAL);
        assertThat(coordinator.step()).isEqualTo(TIMEOUT.toNanos());
        assertThat(events).containsExactly("trigger 1");

        acknowledgeSource(1, 0);
        acknowledgeSource(1, 1);
        clock.advance(Duration.ofMillis(30));
        assertThat(coordinator.step())
                .as("waits for the last task")
                .isEqualTo(TIMEOUT.minusMillis(30).toNanos());
        acknowledgeSum(1);
        assertThat(coordinator.step()).isZero();

        assertThat(events)
                .containsExactly(
                        "trigger 1",
                        Label.CHECKPOINT_BEFORE_METADATA.name(),
                        Label.CHECKPOINT_AFTER_COMPLETE.name(),
                        "completed 1");
        CheckpointMetadata expected = new CheckpointMetadata(
                Checkpoints.JOB,
                Checkpoints.LINEAGE,
                1,
                1,
                false,
                clock.millis(),
                128,
                List.of(
                        new CheckpointMetadata.OperatorState(
                                "src", "source 'orders'", List.of(state("src-0"), state("src-1"))),
                        new CheckpointMetadata.OperatorState(
                                "map", "map 'parse'", List.of(state("map-0"), state("map-1"))),
                        new CheckpointMetadata.OperatorState("sum", "rolling sum", List.of(state("sum")))));
        assertThat(store.newest()).get().usingRecursiveComparison().isEqualTo(expected);
    }

    @Test
    void triggersOnceEveryIntervalAndAtOnceWhenLate() {
        clock.advance(INTERVAL);
        coordinator.step();
        acknowledgeAll(1);
        coordinator.step();
        assertThat(coordinator.step()).isEqualTo(INTERVAL.toNanos());

        clock.advance(INTERVAL);
        coordinator.step();
        clock.advance(INTERVAL.multipliedBy(5));
        acknowledgeAll(2);
        coordinator.step();
        assertThat(coordinator.step())
                .as("but not without its pause")
                .isEqualTo(Duration.ofMillis(20).toNanos());
        clock.advance(Duration.ofMillis(20));
        coordinator.step();
        assertThat(triggers()).containsExactly("trigger 1", "trigger 2", "trigger 3");
    }

    @Test
    void continuesIdsOfAttemptsBefore() {
        trigger();
        acknowledgeAll(1);
        coordinator.step();
        store.claimAttempt();
        coordinator = coordinator(SETTINGS);
        trigger();
        assertThat(triggers()).containsExactly("trigger 1", "trigger 2");
    }

    @Test
    void abortsWhatTakesTooLongAndIgnoresLateAcknowledgements() {
        trigger();
        acknowledgeSource(1, 1);
        clock.advance(TIMEOUT);
        assertThat(coordinator.step()).isZero();
        acknowledgeAll(1);
        coordinator.decline(1, new IllegalStateException("late"));

        clock.advance(Duration.ofMillis(20));
        coordinator.step();
        assertThat(events).containsExactly("trigger 1", "aborted 1", "trigger 2");
        acknowledgeAll(1);
        assertThat(coordinator.step()).isEqualTo(TIMEOUT.toNanos());
        acknowledgeAll(2);
        coordinator.step();
        assertThat(store.newest().orElseThrow().checkpointId()).isEqualTo(2);
        assertThat(coordinator.statistics().aborted()).isEqualTo(1);
    }

    @Test
    void failsAfterTooManyFailuresInARow() {
        CompletableFuture<CheckpointMetadata> requested = coordinator.requestCheckpoint();
        abortByTimeout(1);
        coordinator.step();
        acknowledgeAll(2);
        coordinator.step();
        assertThat(requested).as("a success in between counts anew").isCompleted();

        CompletableFuture<CheckpointMetadata> second = coordinator.requestCheckpoint();
        abortByTimeout(3);
        coordinator.step();
        acknowledgeSource(4, 0);
        clock.advance(TIMEOUT);
        Failures.assertFails(ErrorCode.CHECKPOINT_FAILED, coordinator::step)
                .hasMessage("Cannot complete checkpoint 4 of job 'orders': it timed out after PT10S, waiting for source"
                        + " 'orders' (1 of 2 subtasks), map 'parse' (1 of 2 subtasks), rolling sum (1 of 1 subtasks):"
                        + " 2 in a row failed, 1 are tolerated; look for what holds those tasks up, or raise the timeout"
                        + " or the tolerated failures");
        assertThatThrownBy(second::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(WeirException.class);
        Failures.assertFails(ErrorCode.CHECKPOINT_FAILED, coordinator::step);
    }

    @Test
    void repeatsWhatTaskDeclines() {
        CompletableFuture<CheckpointMetadata> requested = coordinator.requestCheckpoint();
        coordinator.step();
        coordinator.decline(1, new IllegalStateException("busy"));
        assertThat(coordinator.step()).isZero();
        coordinator.step();
        assertThat(events).containsExactly("trigger 1", "aborted 1", "trigger 2");

        coordinator.decline(2, new IllegalStateException("busy"));
        Failures.assertFails(ErrorCode.CHECKPOINT_FAILED, coordinator::step)
                .hasMessageContaining("it was declined by a task: java.lang.IllegalStateException: busy: 2 in a row")
                .hasCause(new IllegalStateException("busy"));
        assertThat(requested).isCompletedExceptionally();
    }

    @Test
    void failsAtOnceWhenTaskDeclinesForGood() {
        WeirException fenced = new WeirException(ErrorCode.FENCED, "Cannot seal unit 7: fenced");
        trigger();
        coordinator.decline(1, fenced);

        assertThatThrownBy(coordinator::step).isSameAs(fenced);
    }

    @Test
    void failsWhenStoreFails() {
        trigger();
        store.claimAttempt();
        acknowledgeAll(1);
        CompletableFuture<CheckpointMetadata> requested = coordinator.requestCheckpoint();

        Failures.assertFails(ErrorCode.FENCED, coordinator::step);
        assertThat(requested).isCompletedExceptionally();
        assertThat(events).containsExactly("trigger 1", Label.CHECKPOINT_BEFORE_METADATA.name());
    }

    @Test
    void takesRequestedCheckpointAfterTheOneThatRuns() {
        trigger();
        CompletableFuture<CheckpointMetadata> requested = coordinator.requestCheckpoint();
        CompletableFuture<CheckpointMetadata> together = coordinator.requestCheckpoint();
        acknowledgeAll(1);
        coordinator.step();
        assertThat(requested).isNotCompleted();
        coordinator.step();
        assertThat(triggers()).as("at once").containsExactly("trigger 1", "trigger 2");
        acknowledgeAll(2);
        coordinator.step();

        assertThat(requested.join().checkpointId()).isEqualTo(2);
        assertThat(together.join()).isSameAs(requested.join());
        assertThat(events).endsWith("completed 2");
        assertThat(coordinator.step()).isEqualTo(INTERVAL.toNanos());
    }

    @Test
    void writesSavepointOfCompleteCheckpoint() {
        CompletableFuture<String> savepoint = coordinator.requestSavepoint("/savepoints");
        coordinator.step();
        acknowledgeAll(1);
        coordinator.step();

        assertThat(savepoint.join()).isEqualTo("/savepoints/savepoint-orders-1-5f2d9a71");
        assertThat(store.load(savepoint.join()).savepoint()).isTrue();
        assertThat(store.newest().orElseThrow().checkpointId())
                .as("it is a checkpoint too, so what it commits is never ahead of the newest")
                .isEqualTo(1);
    }

    @Test
    void failsSavepointButNotJobWhenFolderIsUnusable() {
        CompletableFuture<String> savepoint = coordinator.requestSavepoint("/store/orders/lock/x\0");
        coordinator.step();
        acknowledgeAll(1);
        assertThat(coordinator.step()).isZero();

        assertThatThrownBy(savepoint::join).hasCauseInstanceOf(WeirException.class);
        assertThat(coordinator.step()).isEqualTo(INTERVAL.toNanos());
    }

    @Test
    void retainsAsManyAsAreWanted() {
        for (int id = 1; id <= 5; id++) {
            trigger();
            acknowledgeAll(id);
            coordinator.step();
        }
        assertThat(disk(Checkpoints.DIRECTORY.resolve("orders/checkpoints")))
                .containsExactly("000000000001-000000000004.meta", "000000000001-000000000005.meta");
    }

    @Test
    void countsDurationsAndBytes() {
        assertThat(coordinator.statistics()).isEqualTo(CheckpointStatistics.NONE);
        FileRef base = Checkpoints.write(store, "1-base", "0123456789");
        FileRef delta = Checkpoints.write(store, "1-delta", "012");
        trigger();
        acknowledgeSource(1, 0);
        acknowledgeSource(1, 1);
        coordinator.acknowledge(1, 1, 0, Map.of("sum", state("sum", base)));
        clock.advance(Duration.ofMillis(7));
        coordinator.step();
        clock.advance(Duration.ofMillis(100));
        trigger();
        acknowledgeSource(2, 0);
        acknowledgeSource(2, 1);
        coordinator.acknowledge(2, 1, 0, Map.of("sum", state("sum", base, delta)));
        clock.advance(Duration.ofMillis(9));
        coordinator.step();

        int own = "src-0src-1map-0map-1sum".length();
        assertThat(coordinator.statistics())
                .isEqualTo(new CheckpointStatistics(
                        2, 0, 2, clock.millis(), Duration.ofMillis(9), Duration.ofMillis(9), own + 3, own + 13));
    }

    @Test
    void refusesAcknowledgementsThatDoNotFit() {
        trigger();
        Failures.assertFails(ErrorCode.INTERNAL, () -> coordinator.acknowledge(1, 0, 1, Map.of("src", state("src-1"))))
                .hasMessage("Cannot acknowledge checkpoint 1 for subtask 1 of vertex 0: it has other operators:"
                        + " expected [map, src], found [src]; this is a defect, please report it");
        Failures.assertFails(ErrorCode.INTERNAL, () -> coordinator.acknowledge(1, 1, 1, Map.of("sum", state("sum"))));
        Failures.assertFails(ErrorCode.INTERNAL, () -> coordinator.acknowledge(1, 7, 0, Map.of("sum", state("sum"))));
        acknowledgeAll(1);
        acknowledgeAll(1);
        coordinator.step();
        assertThat(events).endsWith("completed 1");
    }

    @Test
    void participantMayAcknowledgeAtOnce() {
        CheckpointedJob job = new CheckpointedJob("orders", Checkpoints.LINEAGE, 1, 128, OPERATORS.subList(2, 3));
        CheckpointCoordinator[] self = new CheckpointCoordinator[1];
        CheckpointParticipant eager = new CheckpointParticipant() {
            @Override
            public void triggerCheckpoint(long id) {
                self[0].acknowledge(id, 1, 0, Map.of("sum", state("sum")));
            }

            @Override
            public void checkpointCompleted(long id) {
                events.add("completed " + id);
            }

            @Override
            public void checkpointAborted(long id) {}
        };
        self[0] = new CheckpointCoordinator(job, SETTINGS, store, eager, clock, label -> {});
        CompletableFuture<CheckpointMetadata> requested = self[0].requestCheckpoint();

        assertThat(self[0].step()).isZero();
        assertThat(self[0].step()).isZero();
        assertThat(events).containsExactly("completed 1");
        assertThat(requested).isCompleted();
    }

    @Test
    void failsOpenRequestsWhenJobEnds() {
        CompletableFuture<String> savepoint = coordinator.requestSavepoint("/savepoints");
        coordinator.step();
        CompletableFuture<CheckpointMetadata> requested = coordinator.requestCheckpoint();
        coordinator.close();

        assertThatThrownBy(savepoint::join)
                .hasRootCauseMessage("Cannot take a checkpoint or savepoint of job 'orders': the job has ended;"
                        + " start it and ask again");
        assertThat(requested).isCompletedExceptionally();
        assertThat(coordinator.requestCheckpoint()).as("after the end").isCompletedExceptionally();
    }

    @Test
    void reportsAllFaultsOfSettings() {
        Failures.assertFails(
                        ErrorCode.INVALID_JOB,
                        () -> new CheckpointSettings(
                                Duration.ZERO, Duration.ofDays(20_000), Duration.ofMillis(-1), 0, -1))
                .hasMessage("Cannot take checkpoints: settings are wrong: interval must be positive but is PT0S,"
                        + " timeout must be at most 10000 days but is PT480000H, minPause must not be negative but is"
                        + " PT-0.001S, retained must be at least 1 but is 0, toleratedFailures must be at least 0 but is"
                        + " -1; correct them");
    }

    @Test
    void refusesJobThatContradictsItself() {
        OperatorShape operator = new OperatorShape("a", "map", 0, 1);
        for (OperatorShape other :
                List.of(operator, new OperatorShape("b", "map", 0, 2), new OperatorShape("b", "map", 1, 0))) {
            Failures.assertFails(
                    ErrorCode.INTERNAL,
                    () -> new CheckpointedJob("orders", "lineage", 1, 128, List.of(operator, other)));
        }
    }

    private void trigger() {
        clock.advance(INTERVAL);
        coordinator.step();
    }

    private void abortByTimeout(long id) {
        coordinator.step();
        assertThat(events).endsWith("trigger " + id);
        clock.advance(TIMEOUT);
        coordinator.step();
        assertThat(events).endsWith("aborted " + id);
    }

    private void acknowledgeAll(long id) {
        acknowledgeSource(id, 1);
        acknowledgeSum(id);
        acknowledgeSource(id, 0);
    }

    private void acknowledgeSource(long id, int subtask) {
        coordinator.acknowledge(id, 0, subtask, Map.of("src", state("src-" + subtask), "map", state("map-" + subtask)));
    }

    private void acknowledgeSum(long id) {
        coordinator.acknowledge(id, 1, 0, Map.of("sum", state("sum")));
    }

    private static SubtaskState state(String text, FileRef... files) {
        return new SubtaskState(text.getBytes(StandardCharsets.UTF_8), List.of(files), List.of(), 5);
    }

    private List<String> triggers() {
        return events.stream().filter(event -> event.startsWith("trigger")).toList();
    }

    private List<String> disk(Path folder) {
        try {
            return disk.list(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
