package dev.weir.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Job;
import dev.weir.JobOptions;
import dev.weir.JobResult;
import dev.weir.StreamEnvironment;
import dev.weir.exec.RestartStrategy;
import dev.weir.sink.FileSink;
import dev.weir.time.WatermarkStrategy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From a table to files, over failures of the job and with another parallelism. */
@Timeout(60)
final class JdbcSourceJobTest {
    private static final int ROWS = 20_000;
    private static final AtomicLong SEEN = new AtomicLong();

    @TempDir
    Path folder;

    private Path output;

    @BeforeEach
    void reset() throws IOException {
        SEEN.set(0);
        output = Files.createDirectory(folder.resolve("output"));
    }

    private JobOptions.Builder options(int parallelism) {
        return JobOptions.builder()
                .name("copy")
                .parallelism(parallelism)
                .checkpointInterval(Duration.ofMillis(10))
                .checkpointDirectory(folder.resolve("checkpoints"))
                .restartStrategy(RestartStrategy.fixedDelay(5, Duration.ofMillis(1)));
    }

    private static Long failTwice(Long id) {
        long seen = SEEN.incrementAndGet();
        if (seen == ROWS / 2 || seen == ROWS) {
            throw new IllegalStateException("injected");
        }
        return id;
    }

    private List<Long> written() throws IOException {
        List<Long> ids = new ArrayList<>();
        try (Stream<Path> files = Files.list(output)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (!name.startsWith(".") && !name.endsWith(".inprogress")) {
                    Files.readAllLines(file).forEach(line -> ids.add(Long.valueOf(line)));
                }
            }
        }
        return ids;
    }

    private static JdbcSourceBuilder<Long> ids(SourceDatabase database, String table) {
        return JdbcSource.table(Long.class, table, row -> row.getLong("id")).url(database.url());
    }

    @ParameterizedTest
    @EnumSource
    void everyRowArrivesOnceOverFailures(SourceDatabase database) throws Exception {
        String table = database.createTable("id bigint PRIMARY KEY, product varchar(20)");
        database.insertProducts(table, ROWS);
        StreamEnvironment environment = StreamEnvironment.create(options(2).build());
        environment
                .fromSource(
                        ids(database, table).splitBy("id").build(),
                        WatermarkStrategy.<Long>forMonotonousTimestamps().withTimestampAssigner((id, none) -> id),
                        "rows")
                .map(JdbcSourceJobTest::failTwice)
                .sinkTo(FileSink.lines(output, id -> Long.toString(id)));

        JobResult result = environment.execute();

        assertThat(result.metrics().restarts()).isEqualTo(2);
        assertThat(written())
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, ROWS).boxed().toList());
    }

    @ParameterizedTest
    @EnumSource
    void anIncrementalJobGoesOnFromASavepointWithAnotherParallelism(SourceDatabase database) throws Exception {
        String table = database.createTable(database.growingId() + ", product varchar(20)");
        database.insertProducts(table, 1000);
        Job first = start(database, table, options(3).build());
        Awaitility.await().until(() -> written().size() == 1000);
        Path savepoint = first.stopWithSavepoint(folder.resolve("savepoints"));
        first.await();

        database.execute("INSERT INTO " + table + " VALUES (2000, 'new'), (2001, 'new')");
        Job second = start(database, table, options(1).fromSavepoint(savepoint).build());
        try {
            Awaitility.await().until(() -> written().size() >= 1002);
            assertThat(written()).hasSize(1002).doesNotHaveDuplicates().contains(2000L, 2001L);
        } finally {
            second.cancel();
            second.await(Duration.ofSeconds(10));
        }
    }

    private Job start(SourceDatabase database, String table, JobOptions options) {
        StreamEnvironment environment = StreamEnvironment.create(options);
        environment
                .fromSource(
                        ids(database, table)
                                .incremental("id")
                                .pollInterval(Duration.ofMillis(20))
                                .settleTime(Duration.ofMillis(50))
                                .build(),
                        "rows")
                .sinkTo(FileSink.lines(output, id -> Long.toString(id)));
        return environment.start();
    }
}
