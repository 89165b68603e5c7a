package dev.weir.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.jdbc.JdbcSource.Split;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bounded reading of real databases. */
@Timeout(60)
final class JdbcSourceRangesTest {
    private static final int ROWS = 5_000;

    private static JdbcSourceBuilder<Long> ids(SourceDatabase database, String table) {
        return JdbcSource.table(Long.class, table, row -> row.getLong("id"))
                .url(database.url())
                .fetchSize(100);
    }

    private static String products(SourceDatabase database) {
        String table = database.createTable("id bigint PRIMARY KEY, product varchar(20) NOT NULL");
        database.insertProducts(table, ROWS);
        return table;
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    @ParameterizedTest
    @EnumSource
    void readsEveryRowOnceInRangesOfEqualLength(SourceDatabase database) throws Exception {
        JdbcSource<Long> source =
                ids(database, products(database)).splitBy("id").splits(7).build();

        List<Split> splits = SourceRun.plan(source, 2);
        assertThat(splits).hasSize(7);
        assertThat(splits.get(0).upTo()).containsExactly("715");
        assertThat(splits.get(6).upTo()).containsExactly("5000");
        try (SourceRun<Long> run = SourceRun.start(source, splits, 3)) {
            assertThat(run.drain()).containsExactlyInAnyOrderElementsOf(upTo(ROWS));
            assertThat(run.snapshot()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void goesOnBehindTheLastKeyWhenRescaled(SourceDatabase database) throws Exception {
        JdbcSource<Long> source =
                ids(database, products(database)).splitBy("id").splits(4).build();
        List<Long> read = new ArrayList<>();
        List<Split> positions = SourceRun.plan(source, 1);
        for (int parallelism : new int[] {1, 3, 2}) {
            try (SourceRun<Long> run = SourceRun.start(source, positions, parallelism)) {
                run.poll();
                read.addAll(run.records);
                positions = run.snapshot();
            }
        }
        assertThat(read).hasSizeBetween(2000, 512 * 6);
        try (SourceRun<Long> run = SourceRun.start(source, positions, 1)) {
            read.addAll(run.drain());
        }
        assertThat(read).containsExactlyInAnyOrderElementsOf(upTo(ROWS));
    }

    @ParameterizedTest
    @EnumSource
    void everyTypeOfKeyComesBackFromACheckpoint(SourceDatabase database) throws Exception {
        boolean postgres = database == SourceDatabase.POSTGRESQL;
        everyRowOnce(database, "decimal(30,3)", id -> id / 2 + "." + id % 2 + "5");
        everyRowOnce(database, "date", id -> "'" + LocalDate.EPOCH.plusDays(id * 3L) + "'");
        // Over an hour that comes twice in Europe.
        IntFunction<String> times = id ->
                "'" + LocalDateTime.of(2025, 10, 26, 0, 0).plusSeconds(id * 7L).plusNanos(123_456_000) + "'";
        everyRowOnce(database, postgres ? "timestamptz" : "timestamp(6)", times);
        everyRowOnce(database, postgres ? "timestamp" : "datetime(6)", times);
        everyRowOnce(database, "varchar(40)", id -> "'" + Integer.toString(id * 7919, 36) + "'");
        everyRowOnce(
                database,
                postgres ? "uuid" : "char(36)",
                id -> "'" + UUID.nameUUIDFromBytes(new byte[] {(byte) id, (byte) (id >> 8)}) + "'");
        if (postgres) {
            everyRowOnce(database, "numeric", id -> "1e" + id % 100 + " + " + id);
        } else {
            everyRowOnce(database, "bigint unsigned", id -> "18446744073709550000 + " + id);
        }
    }

    /** With a stop after each poll. */
    private static void everyRowOnce(SourceDatabase database, String type, IntFunction<String> value) throws Exception {
        int rows = 1500;
        String table = database.createTable("id bigint PRIMARY KEY, k " + type + " NOT NULL");
        StringBuilder values = new StringBuilder();
        for (int id = 1; id <= rows; id++) {
            values.append(id == 1 ? "" : ",")
                    .append("(")
                    .append(id)
                    .append(",")
                    .append(value.apply(id))
                    .append(")");
        }
        database.execute("INSERT INTO " + table + " VALUES " + values);
        JdbcSource<Long> source = ids(database, table).splitBy("k").splits(2).build();
        List<Long> read = new ArrayList<>();
        List<Split> positions = SourceRun.plan(source, 1);
        assertThat(positions).as(type).hasSize(2);
        while (!positions.isEmpty()) {
            try (SourceRun<Long> run = SourceRun.start(source, positions, 1)) {
                run.poll();
                read.addAll(run.records);
                positions = run.snapshot();
            }
        }
        assertThat(read).as(type).containsExactlyInAnyOrderElementsOf(upTo(rows));
    }

    @ParameterizedTest
    @EnumSource
    void thePrimaryKeyTellsRowsApartThatAreEqualInTheColumn(SourceDatabase database) throws Exception {
        String table = database.createTable("id bigint PRIMARY KEY, region integer NOT NULL");
        StringBuilder values = new StringBuilder();
        for (int id = 1; id <= ROWS; id++) {
            values.append(id == 1 ? "" : ",")
                    .append("(")
                    .append(id)
                    .append(",")
                    .append(id % 3)
                    .append(")");
        }
        database.execute("INSERT INTO " + table + " VALUES " + values);
        JdbcSource<Long> source = ids(database, table).splitBy("region").build();

        List<Split> splits = SourceRun.plan(source, 2);
        assertThat(splits).hasSize(3);
        List<Long> read = new ArrayList<>();
        try (SourceRun<Long> run = SourceRun.start(source, splits, 1)) {
            run.poll();
            read.addAll(run.records);
            splits = run.snapshot();
            assertThat(splits.get(0).columns()).containsExactly("region", "id");
        }
        try (SourceRun<Long> run = SourceRun.start(source, splits, 1)) {
            read.addAll(run.drain());
        }
        assertThat(read).containsExactlyInAnyOrderElementsOf(upTo(ROWS));
    }

    @ParameterizedTest
    @EnumSource
    void equalKeysThatNothingTellsApartAreAnErrorBeforeTheFirstOfThem(SourceDatabase database) throws Exception {
        String table = database.createTable("id bigint, product varchar(20)");
        database.execute("INSERT INTO " + table + " VALUES (1, 'a'), (2, 'b'), (2, 'c'), (3, 'd')");
        JdbcSource<Long> source = ids(database, table).splitBy("id").splits(1).build();

        try (SourceRun<Long> run = SourceRun.start(source)) {
            assertThatThrownBy(run::drain)
                    .hasMessageStartingWith("Cannot read table " + table + ": two rows have the same key, so that no"
                            + " position lies between them: id=2, jdbc:")
                    .hasMessageEndingWith("; name columns that tell them apart with thenBy");
            assertThat(run.records).containsExactly(1L);
        }
        try (SourceRun<Long> run = SourceRun.start(
                ids(database, table).splitBy("id").thenBy("product").build())) {
            assertThat(run.drain()).containsExactly(1L, 2L, 2L, 3L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void readsAQueryByRows(SourceDatabase database) throws Exception {
        String table = products(database);
        JdbcSource<String> source = JdbcSource.query(
                        String.class,
                        "SELECT id, product AS " + database.quote("Name") + " FROM " + table
                                + " WHERE id % 2 = 0 -- even",
                        row -> row.getLong("id") % 4 == 0 ? row.getString("Name") : null)
                .url(database.url())
                .splitBy("Name")
                .splitSize(1000)
                .build();

        List<Split> splits = SourceRun.plan(source, 1);
        assertThat(splits).hasSize(3);
        try (SourceRun<String> run = SourceRun.start(source, splits, 2)) {
            assertThat(run.drain())
                    .containsExactlyInAnyOrderElementsOf(
                            upTo(ROWS / 4).stream().map(id -> "p" + id * 4).toList());
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyTableEndsAtOnce(SourceDatabase database) throws Exception {
        String table = database.createTable("id bigint PRIMARY KEY, product varchar(20)");
        for (String column : List.of("id", "product")) {
            try (SourceRun<Long> run =
                    SourceRun.start(ids(database, table).splitBy(column).build())) {
                assertThat(run.drain()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void goesOnWhenTheServerIsKilled(SourceDatabase database) throws Exception {
        String table = products(database);
        // More than the network's buffers hold.
        database.execute(
                "ALTER TABLE " + table + " ADD wide text", "UPDATE " + table + " SET wide = repeat('x', 4000)");
        JdbcSourceBuilder<Long> builder = ids(database, table).splitBy("id").splits(2);

        // That the kill is felt at all.
        try (SourceRun<Long> run =
                SourceRun.start(builder.tries(1, Duration.ZERO).build())) {
            run.poll();
            database.server().kill();
            database.server().restart();
            assertThatThrownBy(run::drain)
                    .isInstanceOfSatisfying(
                            WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE));
        }
        try (SourceRun<Long> run =
                SourceRun.start(builder.tries(20, Duration.ofMillis(20)).build())) {
            run.poll();
            assertThat(run.records).hasSize(511);
            database.server().kill();
            for (int poll = 0; poll < 10; poll++) {
                run.poll();
            }
            database.server().restart();
            assertThat(run.drain()).containsExactlyElementsOf(upTo(ROWS));
        }
    }

    @Test
    void givesUpWhenTheServerStaysAway() throws Exception {
        SourceDatabase database = SourceDatabase.POSTGRESQL;
        String table = products(database);
        try (SourceRun<Long> run = SourceRun.start(ids(database, table)
                .splitBy("id")
                .tries(3, Duration.ofMillis(10))
                .build())) {
            run.poll();
            database.server().kill();
            try {
                assertThatThrownBy(run::drain)
                        .hasMessageStartingWith("Cannot read table " + table + ": ")
                        .hasMessageEndingWith(", 3 tries in a row; check that the database runs, its host and port, and"
                                + " the network between")
                        .isInstanceOfSatisfying(
                                WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE));
            } finally {
                database.server().restart();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRangeIsOneSnapshotAndStreams(SourceDatabase database) throws Exception {
        String table = products(database);
        try (SourceRun<Long> run =
                SourceRun.start(ids(database, table).splitBy("id").splits(2).build())) {
            run.poll();
            // Neither waits for the reader nor is seen in its range; the second range begins later.
            database.execute("DELETE FROM " + table + " WHERE id IN (2000, 4000)");
            List<Long> expected = new ArrayList<>(upTo(ROWS));
            expected.remove(4000L);
            assertThat(run.drain()).containsExactlyElementsOf(expected);
        }
    }

    @Test
    void anotherKeyThanTheCheckpointsIsRefused() throws Exception {
        SourceDatabase database = SourceDatabase.POSTGRESQL;
        String table = products(database);
        List<Split> splits =
                SourceRun.plan(ids(database, table).splitBy("id").splits(1).build(), 1);
        try (SourceRun<Long> run =
                SourceRun.start(ids(database, table).splitBy("product").build(), splits, 1)) {
            assertThatThrownBy(run::poll)
                    .hasMessage(
                            "Cannot continue reading table " + table + ": the job's key is product, the checkpoint's"
                                    + " id of INTEGER; give the source the same key again, or start the job afresh");
        }
        database.execute("ALTER TABLE " + table + " ALTER id TYPE text");
        try (SourceRun<Long> run =
                SourceRun.start(ids(database, table).splitBy("id").build(), splits, 1)) {
            assertThatThrownBy(run::poll).hasMessageContaining(": the types of the columns are TEXT, the checkpoint's");
        }
        assertThatThrownBy(() ->
                        SourceRun.start(ids(database, table).incremental("id").build(), splits, 1))
                .hasMessageContaining("the checkpoint's source was bounded, the job's is incremental");
    }

    @ParameterizedTest
    @EnumSource
    void namesAreTakenAsTheDatabaseStoresThem(SourceDatabase database) throws Exception {
        String name = "Odd Name " + database.name().toLowerCase(Locale.ROOT);
        String column = database == SourceDatabase.POSTGRESQL ? "Or\"\"der" : "Or\"der";
        database.execute(
                "CREATE TABLE " + database.quote(name) + " (" + database.quote(column) + " bigint PRIMARY KEY)",
                "INSERT INTO " + database.quote(name) + " VALUES (7)");
        try (SourceRun<Long> run = SourceRun.start(JdbcSource.table(Long.class, name, row -> row.getLong(1))
                .url(database.url())
                .splitBy("Or\"der")
                .build())) {
            assertThat(run.drain()).containsExactly(7L);
        }
    }
}
