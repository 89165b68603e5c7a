package dev.weir.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.fault.FaultInjector;
import dev.weir.fault.Label;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A job that writes two lines in two units, crashed at every point of the protocol, and again at every point of the
 * recovery. The lines must come out once.
 */
final class FileSinkCrashTest {
    private static final String LINEAGE = "lineage";
    private static final List<String> LINES = List.of("a", "b");
    private static final int LINES_PER_UNIT = 1;

    @TempDir
    Path root;

    private int runs;

    /** What survives a crash besides the directory: the newest complete checkpoint. */
    private static final class Checkpoint {
        List<byte[]> handles = List.of();
        long sequence;
        int position;
    }

    private static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** One attempt of the job, with numbered points at which it can crash or be interrupted by something. */
    private static final class Attempt {
        final Path directory;
        final Checkpoint checkpoint;
        final long number;
        final boolean recovers;
        final Runnable atPoint;
        final int point;
        int points;

        Attempt(Path directory, Checkpoint checkpoint, long number, int point, Runnable atPoint, boolean recovers) {
            this.directory = directory;
            this.checkpoint = checkpoint;
            this.number = number;
            this.point = point;
            this.atPoint = atPoint;
            this.recovers = recovers;
        }

        private void pass() {
            if (points++ == point) {
                atPoint.run();
            }
        }

        void run() throws Exception {
            FaultInjector faults = label -> {
                assertThat(label).isIn(Label.COMMIT_AFTER_RECORDS, Label.COMMIT_AFTER_COMMIT);
                pass();
            };
            try (TransactionShard<String> shard = FileSink.<String>lines(directory, line -> line)
                    .openTransactionShard(ShardHarness.attempt(number).withFaults(faults))) {
                pass();
                shard.fence();
                pass();
                Checkpoint restored = new Checkpoint();
                restored.handles = checkpoint.handles;
                restored.sequence = checkpoint.sequence;
                restored.position = checkpoint.position;
                if (recovers) {
                    commit(shard, restored.handles);
                    pass();
                    shard.abortAllBut(restored.handles);
                    pass();
                }
                while (restored.position < LINES.size()) {
                    restored = writeUnit(shard, restored);
                    // The compare-and-set of the attempt number: a zombie completes no checkpoint.
                    if (checkpoint.sequence >= restored.sequence) {
                        return;
                    }
                    checkpoint.handles = restored.handles;
                    checkpoint.sequence = restored.sequence;
                    checkpoint.position = restored.position;
                    pass();
                    commit(shard, restored.handles);
                    pass();
                }
            }
        }

        private Checkpoint writeUnit(TransactionShard<String> shard, Checkpoint before) throws Exception {
            Checkpoint after = new Checkpoint();
            after.sequence = before.sequence + 1;
            after.position = before.position + LINES_PER_UNIT;
            SinkTransaction<String> transaction = shard.begin(LINEAGE, after.sequence);
            for (String line : LINES.subList(before.position, after.position)) {
                transaction.write(line);
                pass();
            }
            after.handles = List.of(transaction.prepare(ShardHarness.unit(after.sequence)));
            pass();
            return after;
        }

        private void commit(TransactionShard<String> shard, List<byte[]> handles) {
            for (byte[] handle : handles) {
                CommitOutcome outcome = shard.commit(ShardHarness.prepared(handle));
                while (outcome instanceof CommitOutcome.RetryLater) {
                    outcome = shard.commit(ShardHarness.prepared(handle));
                }
                assertThat(outcome)
                        .isInstanceOfAny(CommitOutcome.Committed.class, CommitOutcome.AlreadyCommitted.class);
            }
        }
    }

    private static void crash() {
        throw new Crash();
    }

    private Path newDirectory() throws IOException {
        return Files.createDirectory(root.resolve("run-" + runs++));
    }

    /** Runs an attempt; false if it came to its end before the point. */
    private boolean crashes(Path directory, Checkpoint checkpoint, long number, int point) throws Exception {
        try {
            new Attempt(directory, checkpoint, number, point, FileSinkCrashTest::crash, true).run();
            return false;
        } catch (Crash e) {
            return true;
        }
    }

    private void finish(Path directory, Checkpoint checkpoint, long number) throws Exception {
        new Attempt(directory, checkpoint, number, -1, FileSinkCrashTest::crash, true).run();
    }

    private static List<String> visibleLines(Path directory) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path file : files(directory)) {
            if (!file.getFileName().toString().startsWith(".")) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    @Test
    void linesComeOutOnceAfterACrashAtEveryPointAndAnotherAtEveryPointOfTheRecovery() throws Exception {
        int first = 0;
        boolean crashed = true;
        while (crashed) {
            boolean crashedAgain = true;
            for (int second = 0; crashedAgain; second++) {
                Path directory = newDirectory();
                Checkpoint checkpoint = new Checkpoint();
                crashed = crashes(directory, checkpoint, 1, first);
                crashedAgain = crashes(directory, checkpoint, 2, second);
                finish(directory, checkpoint, 3);
                assertThat(visibleLines(directory))
                        .as("crashes at %s and %s", first, second)
                        .isEqualTo(LINES);
                // Two parts and the marker of the last attempt: nothing is left behind.
                assertThat(files(directory))
                        .as("crashes at %s and %s", first, second)
                        .hasSize(3);
            }
            first++;
        }
        assertThat(first).isGreaterThan(14);
    }

    @Test
    void crashWithoutRecoveryLosesLines() throws Exception {
        int wrong = 0;
        boolean crashed = true;
        for (int point = 0; crashed; point++) {
            Path directory = newDirectory();
            Checkpoint checkpoint = new Checkpoint();
            crashed = crashes(directory, checkpoint, 1, point);
            new Attempt(directory, checkpoint, 2, -1, FileSinkCrashTest::crash, false).run();
            wrong += visibleLines(directory).equals(LINES) ? 0 : 1;
        }
        assertThat(wrong).isPositive();
    }

    /** The older attempt sleeps at a point, the newer one does all the work, then the older one wakes up. */
    @Test
    void zombieThatWakesUpAtAnyPointChangesNothing() throws Exception {
        boolean slept = true;
        int fenced = 0;
        for (int point = 0; slept; point++) {
            Path directory = newDirectory();
            Checkpoint checkpoint = new Checkpoint();
            boolean[] ran = new boolean[1];
            Attempt zombie = new Attempt(
                    directory,
                    checkpoint,
                    1,
                    point,
                    () -> {
                        ran[0] = true;
                        try {
                            finish(directory, checkpoint, 2);
                        } catch (Exception e) {
                            throw new AssertionError(e);
                        }
                    },
                    true);
            try {
                zombie.run();
            } catch (WeirException e) {
                assertThat(e.code()).isIn(ErrorCode.FENCED, ErrorCode.REWIND);
                fenced++;
            }
            slept = ran[0];
            assertThat(visibleLines(directory)).as("sleep at %s", point).isEqualTo(LINES);
        }
        assertThat(fenced).isGreaterThan(5);
    }
}
