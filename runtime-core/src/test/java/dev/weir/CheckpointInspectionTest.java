package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.weir.checkpoint.CheckpointStatistics;
import dev.weir.codec.Codec;
import dev.weir.codec.CodecRegistry;
import dev.weir.delivery.PendingUnit;
import dev.weir.delivery.ShardUnits;
import dev.weir.error.WeirException;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.LedgerEntry;
import dev.weir.sink.LedgerShard;
import dev.weir.sink.ShardContext;
import dev.weir.sink.SupportsWriteAheadLog;
import dev.weir.sink.UnitRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckpointInspectionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private StreamEnvironment environment() {
        StreamEnvironment environment = StreamEnvironment.create(JobOptions.builder()
                .name("or ders")
                .parallelism(2)
                .checkpointInterval(Duration.ofMillis(20))
                .checkpointDirectory(folder)
                .build());
        environment.fromGenerator(index -> index).sinkTo(new Stuck()).uid("table");
        return environment;
    }

    @Test
    void showsWhatWaitsForItsCommitAndWhoRunsTheJob() throws Exception {
        Job job = environment().start();
        await().atMost(PATIENCE)
                .until(() -> job.metrics()
                                .checkpoints()
                                .map(CheckpointStatistics::lastId)
                                .orElse(0L)
                        > 1);

        CheckpointInspection inspection = CheckpointInspection.of(folder, "or ders");
        assertThat(inspection.owner().orElseThrow())
                .contains("process " + ProcessHandle.current().pid());
        assertThat(inspection.newest()).isPresent();
        job.cancel();
        job.await();

        assertThat(inspection.owner()).isEmpty();
        Map<String, Long> before = files();
        CheckpointInspection.Checkpoint newest = inspection.newest().orElseThrow();
        assertThat(newest.attempt()).isEqualTo(1);
        assertThat(inspection.lastAttempt()).isEqualTo(1);
        assertThat(newest.sinks())
                .extracting(CheckpointInspection.SinkUnits::uid)
                .containsExactly("table");
        assertThat(newest.sinks().get(0).shards()).extracting(ShardUnits::shard).containsExactly(0, 1, 2, 3);
        ShardUnits shard = newest.shard("table", 0).orElseThrow();
        assertThat(shard.committed()).isEqualTo(LedgerEntry.empty(0));
        PendingUnit first = shard.pending().get(0);
        assertThat(first.unit().lineage()).isEqualTo(newest.lineage());
        assertThat(first.unit().sequence()).isEqualTo(1);
        assertThat(first.unit().recordCount()).isPositive();
        assertThat(first.segments()).isNotEmpty();
        assertThat(first.handle()).isNull();
        assertThat(shard.last().sequence()).isEqualTo(shard.pending().size());
        assertThat(files()).as("nothing is changed").isEqualTo(before);
    }

    @Test
    void namesTheJobsOfAFolder() throws Exception {
        Files.createDirectories(folder.resolve("or%20ders/checkpoints"));
        Files.createDirectories(folder.resolve("something-else"));

        assertThat(CheckpointInspection.jobs(folder)).containsExactly("or ders");
        assertThat(CheckpointInspection.jobs(folder.resolve("missing"))).isEmpty();
        assertThat(CheckpointInspection.of(folder, "or ders").newest()).isEmpty();
        assertThat(CheckpointInspection.of(folder, "or ders").owner()).isEmpty();
        assertThat(CheckpointInspection.of(folder, "or ders").lastAttempt()).isZero();
        assertThatExceptionOfType(WeirException.class)
                .isThrownBy(() -> CheckpointInspection.of(folder, "shop"))
                .withMessage("Cannot look at the checkpoints of job 'shop': there are none in " + folder
                        + ": it holds jobs [or ders]; correct the folder or the job's name");
    }

    private Map<String, Long> files() throws IOException {
        Map<String, Long> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.toList()) {
                files.put(path.toString(), Files.getLastModifiedTime(path).toMillis());
            }
        }
        return files;
    }

    /** A destination that is never ready. */
    private static final class Stuck implements SupportsWriteAheadLog<Long> {
        @Override
        public Codec<Long> recordCodec(CodecRegistry registry) {
            return registry.codec(Long.class);
        }

        @Override
        public String kind() {
            return "stuck";
        }

        @Override
        public LedgerShard<Long> openShard(ShardContext context) {
            LedgerEntry empty = LedgerEntry.empty(context.attempt());
            return new LedgerShard<>() {
                @Override
                public LedgerEntry fence() {
                    return empty;
                }

                @Override
                public LedgerEntry read() {
                    return empty;
                }

                @Override
                public CommitOutcome apply(LedgerEntry expected, CommitUnit unit, UnitRecords<Long> records) {
                    return new CommitOutcome.RetryLater(new IOException("not ready"));
                }

                @Override
                public void close() {}
            };
        }
    }
}
