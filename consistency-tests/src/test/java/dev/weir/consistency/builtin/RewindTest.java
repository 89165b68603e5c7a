package dev.weir.consistency.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.checkpoint.CheckpointStores;
import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.history.Workload;
import dev.weir.consistency.job.JobObserver;
import dev.weir.consistency.job.ModelJob;
import dev.weir.consistency.job.ModelSource;
import dev.weir.consistency.subject.Destination;
import dev.weir.consistency.subject.SinkUnderTest;
import dev.weir.delivery.RewindPolicy;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.exec.ExecutionPorts;
import dev.weir.exec.ExecutionSettings;
import dev.weir.exec.JobRunner;
import dev.weir.exec.JobStatus;
import dev.weir.exec.RestartStrategy;
import dev.weir.exec.RunningJob;
import dev.weir.fault.FaultInjector;
import dev.weir.jdbc.JdbcSink;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.sink.Sink;
import dev.weir.time.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A job that is started from before what its destination has: from an older checkpoint, from a copy of one, from nothing. */
@Timeout(120)
@SuppressWarnings("try") // a destination's close() may be interrupted
class RewindTest {
    private static final Workload WORKLOAD = new Workload(5, 1, 10_000, 10);
    private static final ModelSource.Pace SLOW = polls -> {
        LockSupport.parkNanos(200_000);
        return 1;
    };
    private static final ModelSource.Pace FAST = polls -> 256;

    @TempDir
    private Path folder;

    record Combination(SinkUnderTest sink, DeliveryStrategy strategy) {
        @Override
        public String toString() {
            return sink.name() + " " + strategy;
        }
    }

    /** One of each kind, or those that {@code weir.combinations} matches; they must keep a ledger. */
    static List<Combination> combinations() {
        String wanted =
                System.getProperty("weir.combinations", "jdbc-postgresql WRITE_AHEAD_LOG|kafka TWO_PHASE_INSURED");
        return BuiltInSinks.all().stream()
                .filter(sink -> sink.name().startsWith("jdbc-") || sink.name().equals("kafka"))
                .flatMap(sink -> sink.strategies().stream()
                        .filter(strategy -> sink.promise(strategy).inUnits())
                        .map(strategy -> new Combination(sink, strategy)))
                .filter(combination -> combination.toString().matches(wanted))
                .toList();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("combinations")
    void everyStartFromBeforeWhatTheDestinationHasEndsInAPolicy(Combination combination) throws Exception {
        try (Destination destination = combination.sink().start()) {
            destination.prepare(combination.strategy());
            Starts starts = new Starts(combination, destination);
            Path newest = folder.resolve("newest");
            Path old = folder.resolve("old");
            RunningJob job = starts.start(newest, RewindPolicy.FAIL, SLOW);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .until(() -> read(destination).size() > 500);
            job.cancel();
            job.await();
            assertThat(read(destination)).hasSizeLessThan((int) WORKLOAD.records());
            copy(newest, old);
            starts.finish(newest, RewindPolicy.FAIL);
            assertComplete(destination);

            starts.assertRefused(old, "is ahead of checkpoint");
            starts.assertRefused(folder.resolve("none"), "the job starts fresh, but the ledger holds");
            starts.finish(newest, RewindPolicy.FAIL);
            assertComplete(destination);

            starts.finish(old, RewindPolicy.SKIP_IDENTICAL);
            assertComplete(destination);
            starts.finish(folder.resolve("another"), RewindPolicy.SKIP_IDENTICAL);
            assertComplete(destination);

            starts.finish(folder.resolve("fork"), RewindPolicy.FORK);
            assertThat(read(destination))
                    .as("records after a fork from nothing")
                    .hasSize((int) (2 * WORKLOAD.records()));
            assertThat(((Destination.SupportsInDoubt) destination).inDoubt()).isEmpty();
        }
    }

    private static List<OutputRecord> read(Destination destination) throws Exception {
        List<OutputRecord> records = new ArrayList<>();
        destination.read(records::add);
        return records;
    }

    private static void assertComplete(Destination destination) throws Exception {
        List<OutputRecord> records = read(destination);
        assertThat(records).hasSize((int) WORKLOAD.records());
        assertThat(records.stream().map(OutputRecord::unstamped).distinct().count())
                .as("different records")
                .isEqualTo(WORKLOAD.records());
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> tree = Files.walk(from)) {
            for (Path path : tree.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
        }
    }

    /** By one subtask: only so the records come in the same order each time, which a comparison needs. */
    private record Starts(Combination combination, Destination destination) {
        RunningJob start(Path checkpoints, RewindPolicy policy, ModelSource.Pace pace) throws Exception {
            ModelJob job = new ModelJob(
                    WORKLOAD,
                    new ModelSource(WORKLOAD, pace, JobObserver.NONE),
                    1,
                    4,
                    List.of(new ModelJob.Output(
                            "sink", unstamped(combination.sink(), destination.address()), combination.strategy())));
            ExecutionSettings settings = new ExecutionSettings(
                    ModelJob.NAME,
                    Duration.ofMillis(30),
                    Duration.ofSeconds(20),
                    checkpoints,
                    2,
                    RestartStrategy.none(),
                    policy,
                    null,
                    List.of(),
                    Duration.ofMillis(100),
                    64);
            Clock clock = Clock.system();
            FaultInjector faults = FaultInjector.NONE;
            return JobRunner.start(
                    job.plan(),
                    settings,
                    new ExecutionPorts(
                            clock, faults, () -> CheckpointStores.onDisk(checkpoints, ModelJob.NAME, faults, clock)));
        }

        /** Without what differs when a record is produced again. */
        private static Sink<OutputRecord> unstamped(SinkUnderTest sink, String url) {
            if (sink instanceof Kafka) {
                return Kafka.<OutputRecord>to(KafkaAddress.parse(url))
                        .stringKey(record -> Long.toString(record.key()))
                        .stringValue(record -> RecordLine.encode(record.unstamped()))
                        .build();
            }
            return JdbcSink.insert(OutputRecord.class)
                    .url(url)
                    .table("weir_records")
                    .column("source_partition", OutputRecord::partition)
                    .column("source_offset", OutputRecord::offset)
                    .column("record_key", OutputRecord::key)
                    .column("key_sequence", OutputRecord::sequence)
                    .column("key_hash", OutputRecord::hash)
                    .column("shard", record -> 0)
                    .column("attempt", record -> 0L)
                    .column("epoch", record -> 0L)
                    .build();
        }

        void finish(Path checkpoints, RewindPolicy policy) throws Exception {
            assertThat(start(checkpoints, policy, FAST).await()).isEqualTo(JobStatus.FINISHED);
        }

        void assertRefused(Path checkpoints, String why) {
            assertThatThrownBy(() -> finish(checkpoints, RewindPolicy.FAIL))
                    .isInstanceOfSatisfying(
                            WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.REWIND))
                    .hasMessageContaining(why)
                    .hasMessageContaining("RewindPolicy.SKIP_IDENTICAL")
                    .hasMessageContaining("RewindPolicy.FORK");
        }
    }
}
