package dev.weir.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.jdbc.JdbcSource.Split;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Rows that are added while they are read, by transactions that do not commit in the order of their keys. */
@Timeout(60)
final class JdbcSourceIncrementalTest {
    private static final long LONGER_THAN_ALL_PAUSES = 500;

    private static JdbcSourceBuilder<Long> ids(SourceDatabase database, String table) {
        return JdbcSource.table(Long.class, table, row -> row.getLong("id"))
                .url(database.url())
                .incremental("id")
                .pollInterval(Duration.ofMillis(10))
                .settleTime(Duration.ofMillis(50));
    }

    private static String growing(SourceDatabase database) {
        return database.createTable(database.growingId() + ", product varchar(20)");
    }

    private static String insert(String table, String product) {
        return "INSERT INTO " + table + " (product) VALUES ('" + product + "')";
    }

    /** A transaction that stays open. */
    private static Connection writing(SourceDatabase database, String... statements) throws SQLException {
        Connection connection = database.connect();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
        return connection;
    }

    @ParameterizedTest
    @EnumSource
    void readsRowsAsTheyAreAddedAndGoesOnFromACheckpoint(SourceDatabase database) throws Exception {
        String table = growing(database);
        JdbcSource<Long> source = ids(database, table).fetchSize(7).build();
        database.insertProducts(table, 1200);
        List<Split> position;
        try (SourceRun<Long> run = SourceRun.start(source)) {
            assertThat(run.await(1)).doesNotContain(1200L);
            position = run.snapshot();
            List<Long> read = new ArrayList<>(run.records);
            try (SourceRun<Long> rest = SourceRun.start(source, position, 3)) {
                rest.await(1200 - read.size());
                read.addAll(rest.records);
                assertThat(read)
                        .containsExactlyElementsOf(
                                LongStream.rangeClosed(1, 1200).boxed().toList());
                database.execute("INSERT INTO " + table + " VALUES (1300, 'late'), (1301, 'later')");
                assertThat(rest.await(1202 - read.size() + rest.records.size())).endsWith(1300L, 1301L);
                assertThat(rest.pollFor(LONGER_THAN_ALL_PAUSES)).endsWith(1200L, 1300L, 1301L);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRowThatCommitsLateIsNotLost(SourceDatabase database) throws Exception {
        String table = growing(database);
        try (Connection late = writing(database, insert(table, "late"));
                SourceRun<Long> run = SourceRun.start(ids(database, table).build())) {
            database.execute(insert(table, "early"));
            // A reader that takes what it sees goes on behind 2 and never sees 1.
            assertThat(database.ids("SELECT id FROM " + table)).containsExactly(2L);

            assertThat(run.pollFor(LONGER_THAN_ALL_PAUSES)).isEmpty();
            late.commit();
            assertThat(run.await(2)).containsExactly(1L, 2L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsReadBeforeALateRowIsNotHeldBackAndARollbackLetsGo(SourceDatabase database) throws Exception {
        String table = growing(database);
        database.insertProducts(table, 100);
        if (database == SourceDatabase.POSTGRESQL) {
            database.execute("ALTER TABLE " + table + " ALTER id RESTART WITH 101");
        }
        try (SourceRun<Long> run = SourceRun.start(ids(database, table).build())) {
            run.await(100);
            try (Connection late = writing(database, insert(table, "never"))) {
                database.execute(insert(table, "early"));
                assertThat(run.pollFor(LONGER_THAN_ALL_PAUSES)).hasSize(100);
                late.rollback();
                assertThat(run.await(101)).endsWith(102L);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "POSTGRESQL")
    void rowsBeforeAnOpenTransactionsAreGivenOut(SourceDatabase database) throws Exception {
        String table = growing(database);
        database.insertProducts(table, 100);
        try (Connection late = writing(database, insert(table, "late"));
                SourceRun<Long> run =
                        SourceRun.start(ids(database, table).fetchSize(64).build())) {
            database.execute(insert(table, "early"));
            assertThat(run.pollFor(LONGER_THAN_ALL_PAUSES)).hasSize(100);
            late.commit();
            assertThat(run.await(102)).endsWith(101L, 102L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void settleTimeCoversTheTimeBetweenTheKeyAndTheWriting(SourceDatabase database) throws Exception {
        String table = growing(database);
        try (Connection late = writing(database);
                SourceRun<Long> hasty = SourceRun.start(
                        ids(database, table).settleTime(Duration.ZERO).build());
                SourceRun<Long> patient = SourceRun.start(
                        ids(database, table).settleTime(Duration.ofSeconds(2)).build())) {
            // "late" has chosen 1, and writes nothing yet.
            database.execute("INSERT INTO " + table + " VALUES (2, 'early')");
            patient.poll();
            assertThat(hasty.await(1)).containsExactly(2L);
            try (Statement statement = late.createStatement()) {
                statement.execute("INSERT INTO " + table + " VALUES (1, 'late')");
            }
            assertThat(patient.pollFor(3000)).isEmpty();
            late.commit();
            assertThat(patient.await(2)).containsExactly(1L, 2L);
            assertThat(hasty.pollFor(LONGER_THAN_ALL_PAUSES))
                    .as("what the time protects from")
                    .containsExactly(2L);
        }
    }

    @Test
    void aPreparedTransactionHoldsBack() throws Exception {
        SourceDatabase database = SourceDatabase.POSTGRESQL;
        String table = growing(database);
        try (Connection late = writing(database, insert(table, "late"));
                SourceRun<Long> run = SourceRun.start(ids(database, table).build())) {
            database.execute(insert(table, "early"));
            assertThat(run.pollFor(LONGER_THAN_ALL_PAUSES)).isEmpty();
            try (Statement statement = late.createStatement()) {
                statement.execute("PREPARE TRANSACTION 'late'");
            }
            assertThat(run.pollFor(LONGER_THAN_ALL_PAUSES)).isEmpty();
            database.execute("COMMIT PREPARED 'late'");
            assertThat(run.await(2)).containsExactly(1L, 2L);
        }
    }

    @Test
    void writersOfPartitionsAreSeen() throws Exception {
        SourceDatabase database = SourceDatabase.POSTGRESQL;
        String table = database.createTable("id bigint PRIMARY KEY, product text) PARTITION BY RANGE (id");
        database.execute("CREATE TABLE " + table + "_all PARTITION OF " + table + " DEFAULT");
        try (Connection late = writing(database, "INSERT INTO " + table + "_all VALUES (1, 'late')");
                SourceRun<Long> run = SourceRun.start(ids(database, table).build())) {
            database.execute("INSERT INTO " + table + " VALUES (2, 'early')");
            assertThat(run.pollFor(LONGER_THAN_ALL_PAUSES)).isEmpty();
            late.commit();
            assertThat(run.await(2)).containsExactly(1L, 2L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void followsChangesByATimestampThatSeveralRowsShare(SourceDatabase database) throws Exception {
        String type = database == SourceDatabase.POSTGRESQL ? "timestamptz" : "datetime";
        String table = database.createTable("id bigint PRIMARY KEY, changed " + type + " NOT NULL");
        database.execute(
                "CREATE INDEX " + table + "_changed ON " + table + " (changed)",
                "INSERT INTO " + table + " VALUES (1, '2026-01-01 10:00:00'), (2, '2026-01-01 10:00:01'),"
                        + " (3, '2026-01-01 10:00:01'), (4, '2026-01-01 10:00:01')");
        JdbcSource<Long> changes = JdbcSource.table(Long.class, table, row -> row.getLong("id"))
                .url(database.url())
                .incremental("changed")
                .pollInterval(Duration.ofMillis(10))
                .settleTime(Duration.ofMillis(50))
                .build();
        List<Split> position;
        try (SourceRun<Long> run = SourceRun.start(changes)) {
            assertThat(run.await(4)).containsExactly(1L, 2L, 3L, 4L);
            position = run.snapshot();
            assertThat(position.get(0).columns()).containsExactly("changed", "id");
        }
        database.execute("UPDATE " + table + " SET changed = '2026-01-01 10:00:02' WHERE id = 1");
        try (SourceRun<Long> run = SourceRun.start(changes, position, 1)) {
            assertThat(run.await(1)).containsExactly(1L);
            try (Connection late =
                    writing(database, "UPDATE " + table + " SET changed = '2026-01-01 10:00:03' WHERE id = 3")) {
                database.execute("UPDATE " + table + " SET changed = '2026-01-01 10:00:04' WHERE id = 2");
                assertThat(run.pollFor(LONGER_THAN_ALL_PAUSES)).containsExactly(1L);
                late.commit();
                assertThat(run.await(3)).containsExactly(1L, 3L, 2L);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void beginsWhereItIsTold(SourceDatabase database) throws Exception {
        String table = growing(database);
        database.insertProducts(table, 10);
        JdbcSource<Long> fromNow = ids(database, table).fromNow().build();
        List<Split> now = SourceRun.plan(fromNow, 2);
        database.execute("INSERT INTO " + table + " VALUES (11, 'new')");
        try (SourceRun<Long> run = SourceRun.start(fromNow, now, 2)) {
            assertThat(run.await(1)).containsExactly(11L);
        }
        try (SourceRun<Long> run =
                SourceRun.start(ids(database, table).startAfter(8).build())) {
            assertThat(run.await(3)).containsExactly(9L, 10L, 11L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void goesOnWhenTheServerIsKilled(SourceDatabase database) throws Exception {
        String table = growing(database);
        database.insertProducts(table, 2000);
        try (SourceRun<Long> run = SourceRun.start(
                ids(database, table).tries(20, Duration.ofMillis(20)).build())) {
            run.await(500);
            database.server().kill();
            run.pollFor(100);
            database.server().restart();
            database.execute("INSERT INTO " + table + " VALUES (2001, 'new')");
            assertThat(run.await(2001))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 2001).boxed().toList());
        }
    }

    @Test
    void keysThatDoNotGrowAreRefused() {
        SourceDatabase database = SourceDatabase.POSTGRESQL;
        String table = growing(database);
        database.execute(
                "ALTER TABLE " + table + " ALTER id SET CACHE 20", "CREATE VIEW " + table + "v AS TABLE " + table);
        assertThatThrownBy(() -> SourceRun.plan(ids(database, table).build(), 1))
                .hasMessageContaining(
                        "gives out numbers in advance, so that they do not grow with time: CACHE 20, jdbc:")
                .hasMessageEndingWith("; ALTER SEQUENCE ... CACHE 1, or choose another column");
        assertThatThrownBy(() -> SourceRun.plan(ids(database, table + "v").build(), 1))
                .hasMessageContaining("nothing tells rows apart");
    }

    @ParameterizedTest
    @EnumSource
    void needsNothingButSelect(SourceDatabase database) throws Exception {
        String table = growing(database);
        String user = "only_select";
        database.execute(
                switch (database) {
                    case POSTGRESQL -> "CREATE ROLE " + user + " LOGIN PASSWORD 'pw'";
                    case MYSQL -> "CREATE USER " + user + " IDENTIFIED WITH mysql_native_password BY 'pw'";
                    case MARIADB -> "CREATE USER " + user + " IDENTIFIED BY 'pw'";
                },
                "GRANT SELECT ON " + table + " TO " + user);
        String url = database.url().replaceFirst("user=\\w+(&password=\\w+)?", "user=" + user + "&password=pw");
        try (Connection late = writing(database, insert(table, "late"));
                SourceRun<Long> run =
                        SourceRun.start(ids(database, table).url(url).build())) {
            database.execute(insert(table, "early"));
            assertThat(run.pollFor(LONGER_THAN_ALL_PAUSES)).isEmpty();
            late.commit();
            assertThat(run.await(2)).containsExactly(1L, 2L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void losesAndDoublesNothingUnderConcurrentWriters(SourceDatabase database) throws Exception {
        String table = growing(database);
        int writers = 4;
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                Random random = new Random(writer);
                running.add(threads.submit(() -> write(database, table, random)));
            }
            JdbcSource<Long> source = ids(database, table).fetchSize(50).build();
            List<Long> read = new ArrayList<>();
            List<Split> position = SourceRun.plan(source, 1);
            while (!running.stream().allMatch(Future::isDone)) {
                try (SourceRun<Long> run = SourceRun.start(source, position, 1)) {
                    read.addAll(run.pollFor(300));
                    position = run.snapshot();
                }
            }
            for (Future<?> writer : running) {
                writer.get();
            }
            List<Long> committed = database.ids("SELECT id FROM " + table + " ORDER BY id");
            try (SourceRun<Long> run = SourceRun.start(source, position, 1)) {
                read.addAll(run.await(committed.size() - read.size()));
            }
            assertThat(read).containsExactlyElementsOf(committed);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void write(SourceDatabase database, String table, Random random) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (int transaction = 0; transaction < 80; transaction++) {
                int rows = 1 + random.nextInt(4);
                for (int row = 0; row < rows; row++) {
                    statement.execute(insert(table, "p" + row));
                }
                if (random.nextInt(4) == 0) {
                    statement.execute(
                            database == SourceDatabase.POSTGRESQL ? "SELECT pg_sleep(0.15)" : "DO SLEEP(0.15)");
                }
                if (random.nextInt(8) == 0) {
                    connection.rollback();
                } else {
                    connection.commit();
                }
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
