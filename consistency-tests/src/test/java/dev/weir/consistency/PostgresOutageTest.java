package dev.weir.consistency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.Job;
import dev.weir.JobOptions;
import dev.weir.StreamEnvironment;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.exec.JobStatus;
import dev.weir.exec.RestartStrategy;
import dev.weir.function.Collector;
import dev.weir.function.KeyedProcessFunction;
import dev.weir.jdbc.JdbcSink;
import dev.weir.source.GeneratorSource;
import dev.weir.state.ValueState;
import dev.weir.state.ValueStateDescriptor;
import dev.weir.testbed.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A job whose database is killed, paused and restarted under it. */
@Timeout(120)
class PostgresOutageTest {
    private static final int RECORDS = 30_000;
    private static final int KEYS = 50;

    private static PostgresServer postgres;

    @TempDir
    Path folder;

    record Row(long key, long count) {}

    @BeforeAll
    static void startDatabase() {
        postgres = PostgresServer.start();
    }

    @AfterAll
    static void stopDatabase() {
        postgres.close();
    }

    @Test
    void losesAndDoublesNothingWhenTheDatabaseIsKilledAgainAndAgain() throws Exception {
        createTable("killed");
        Job job = counting("killed").start();

        for (int kill = 1; kill <= 3; kill++) {
            awaitRows("killed", kill * (RECORDS / 5L));
            postgres.kill();
            postgres.restart();
        }

        assertThat(job.await().status()).isEqualTo(JobStatus.FINISHED);
        assertHoldsEveryCountOnce("killed");
    }

    @Test
    void continuesAfterAPauseOfTheDatabase() throws Exception {
        createTable("paused");
        Job job = counting("paused").start();

        awaitRows("paused", RECORDS / 4L);
        postgres.pause();
        assertThat(job.await(Duration.ofSeconds(2)))
                .as("the job ends while its database stands still")
                .isFalse();
        postgres.resume();

        assertThat(job.await().status()).isEqualTo(JobStatus.FINISHED);
        assertHoldsEveryCountOnce("paused");
    }

    @Test
    void saysWhichTableIsMissing() throws Exception {
        assertThatThrownBy(() -> counting("no_such_table").execute())
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DESTINATION_REJECTED))
                .hasMessageContaining("no_such_table");
    }

    @Test
    void saysThatTheDatabaseIsNotThereAtStart() {
        JdbcSink<Row> sink = JdbcSink.insert(Row.class)
                .url("jdbc:postgresql://127.0.0.1:1/none")
                .user("nobody")
                .table("x")
                .column("key", Row::key)
                .startTries(2, Duration.ofMillis(50))
                .build();
        StreamEnvironment env = StreamEnvironment.create(
                JobOptions.builder().name("nowhere").checkpointDirectory(folder).build());
        env.fromElements(new Row(1, 1)).sinkTo(sink).uid("rows");

        assertThatThrownBy(env::execute)
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DESTINATION_UNAVAILABLE))
                .hasMessageContaining("127.0.0.1:1/none");
    }

    private StreamEnvironment counting(String table) {
        StreamEnvironment env = StreamEnvironment.create(JobOptions.builder()
                .name("count into " + table)
                .parallelism(2)
                .checkpointInterval(Duration.ofMillis(50))
                .checkpointDirectory(folder)
                .restartStrategy(RestartStrategy.fixedDelay(50, Duration.ofMillis(100)))
                .build());
        env.fromSource(GeneratorSource.bounded(RECORDS, i -> i % KEYS).withRecordsPerSecond(10_000), "keys")
                .uid("keys")
                .keyBy(key -> key)
                .process(new Counting())
                .uid("counting")
                .sinkTo(JdbcSink.insert(Row.class)
                        .url(postgres.jdbcUrl())
                        .user(postgres.user())
                        .table(table)
                        .column("key", Row::key)
                        .column("count", Row::count)
                        .build())
                .uid("rows");
        return env;
    }

    private static void createTable(String name) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            // No primary key: a row that comes twice must show, not be refused.
            statement.execute("CREATE TABLE " + name + " (key bigint, count bigint)");
        }
    }

    private static void awaitRows(String table, long rows) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> rows(table) >= rows);
    }

    private static long rows(String table) throws SQLException {
        return number("SELECT count(*) FROM " + table);
    }

    private static void assertHoldsEveryCountOnce(String table) throws SQLException {
        assertThat(rows(table)).as("rows").isEqualTo(RECORDS);
        assertThat(number("SELECT count(*) FROM (SELECT DISTINCT key, count FROM " + table + ") AS d"))
                .as("different rows")
                .isEqualTo(RECORDS);
        assertThat(number("SELECT max(count) FROM " + table))
                .as("largest count")
                .isEqualTo(RECORDS / KEYS);
    }

    private static long number(String query) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getLong(1);
        }
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), "");
    }

    private static final class Counting extends KeyedProcessFunction<Long, Long, Row> {
        private static final long serialVersionUID = 1L;
        private transient ValueState<Long> count;

        @Override
        public void open(RuntimeContext context) {
            count = context.state(new ValueStateDescriptor<>("count", Long.class));
        }

        @Override
        public void processElement(Long value, Context<Long> context, Collector<Row> out) {
            Long before = count.value();
            long after = before == null ? 1 : before + 1;
            count.update(after);
            out.collect(new Row(value, after));
        }
    }
}
