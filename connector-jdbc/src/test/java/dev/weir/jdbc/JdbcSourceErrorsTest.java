package dev.weir.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What is wrong is said before the first record, with the mend. */
@Timeout(60)
final class JdbcSourceErrorsTest {
    private static JdbcSourceBuilder<Long> ids(SourceDatabase database, String table) {
        return JdbcSource.table(Long.class, table, row -> row.getLong("id"))
                .url(database.url())
                .tries(1, Duration.ZERO);
    }

    private static String table(SourceDatabase database) {
        String table = database.createTable("id bigint PRIMARY KEY, product varchar(20), price double precision");
        database.execute("INSERT INTO " + table + " VALUES (1, 'one', 1), (2, NULL, 2)");
        return table;
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(JdbcSourceBuilder<?> builder, ErrorCode code) {
        return assertThatThrownBy(() -> SourceRun.plan(builder.build(), 1))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static String with(SourceDatabase database, UnaryOperator<String> change) {
        return change.apply(database.url());
    }

    @ParameterizedTest
    @EnumSource
    void wrongAddressAndCredentials(SourceDatabase database) {
        String table = table(database);
        assertRefused(
                        ids(database, table)
                                .url(with(database, url -> url.replaceFirst("127.0.0.1:\\d+", "127.0.0.1:9")))
                                .splitBy("id"),
                        ErrorCode.SOURCE)
                .hasMessageStartingWith("Cannot read table " + table + ": ")
                .hasMessageEndingWith(", 1 tries in a row; check that the database runs, its host and port, and the"
                        + " network between");
        assertRefused(
                        ids(database, table)
                                .url(with(database, url -> url.replaceFirst("user=\\w+", "user=nobody")))
                                .splitBy("id"),
                        ErrorCode.INVALID_JOB)
                .hasMessageStartingWith("Cannot connect to jdbc:")
                .hasMessageEndingWith("user=as in the URL; correct the URL, the user or the password");
        assertRefused(
                        ids(database, table)
                                .url(with(database, url -> url.replaceFirst("/\\w+\\?", "/nowhere?")))
                                .splitBy("id"),
                        ErrorCode.INVALID_JOB)
                .hasMessageContaining("nowhere")
                .hasMessageEndingWith("; correct the URL, the user or the password");
    }

    @ParameterizedTest
    @EnumSource
    void missingTableColumnAndBrokenQuery(SourceDatabase database) {
        assertRefused(ids(database, "nothing").splitBy("id"), ErrorCode.INVALID_JOB)
                .hasMessageStartingWith("Cannot read table nothing: ")
                .hasMessageEndingWith("; create it, or correct its name (as the database stores it: PostgreSQL stores"
                        + " unquoted names in lower case)");
        String table = table(database);
        assertRefused(ids(database, table).splitBy("number"), ErrorCode.INVALID_JOB)
                .hasMessageStartingWith("Cannot read table " + table
                        + ": there is no column \"number\" for the key: the" + " columns are id, product, price, jdbc:")
                .hasMessageEndingWith("; correct the name (as the database stores it) or add the column");
        assertRefused(
                        JdbcSource.query(Long.class, "SELEC id FROM " + table, row -> row.getLong(1))
                                .url(database.url())
                                .splitBy("id"),
                        ErrorCode.INVALID_JOB)
                .hasMessageStartingWith("Cannot read query \"SELEC id FROM " + table + "\": ")
                .hasMessageEndingWith("; correct the query");
    }

    @ParameterizedTest
    @EnumSource
    void keysThatCannotOrderRows(SourceDatabase database) {
        String table = table(database);
        assertRefused(ids(database, table).splitBy("price"), ErrorCode.INVALID_JOB)
                .hasMessageStartingWith("Cannot read table " + table + ": column \"price\" cannot be part of the key,"
                        + " because values of its type are not found again exactly: type ")
                .hasMessageEndingWith(
                        "; choose a column with whole or decimal numbers, dates, timestamps, text or UUIDs");
        assertRefused(ids(database, table).splitBy("product"), ErrorCode.INVALID_JOB)
                .hasMessageStartingWith("Cannot read table " + table
                        + ": rows whose key is NULL have no place in its order: key product")
                .hasMessageEndingWith(
                        "; choose another column, or leave these rows out by a query with WHERE ..." + " IS NOT NULL");
        String heap = database.createTable("id bigint NOT NULL");
        assertRefused(ids(database, heap).incremental("id"), ErrorCode.INVALID_JOB)
                .hasMessageStartingWith("Cannot read table " + heap
                        + ": nothing tells rows apart that are equal in the key: key id, no primary key")
                .hasMessageEndingWith("; add a primary key to the table, or name the other columns of a unique index"
                        + " with thenBy");
        assertRefused(ids(database, table).incremental("id").startAfter("yesterday"), ErrorCode.INVALID_JOB)
                .hasMessageStartingWith("Cannot read table " + table + ": startAfter does not fit column \"id\": value"
                        + " yesterday of String, column of INTEGER");
    }

    @ParameterizedTest
    @EnumSource
    void anIndexOverPartOfTheRowsOrColumnsMakesNothingUnique(SourceDatabase database) {
        String table = database.createTable("id bigint NOT NULL, product varchar(20) NOT NULL");
        database.execute(
                database == SourceDatabase.POSTGRESQL
                        ? "CREATE UNIQUE INDEX ON " + table + " (id) INCLUDE (product) WHERE product <> 'a'"
                        : "CREATE UNIQUE INDEX part ON " + table + " (id, product(3))");
        assertRefused(ids(database, table).incremental("id").thenBy("product"), ErrorCode.INVALID_JOB)
                .hasMessageContaining("nothing tells rows apart that are equal in the key: key id, product");

        database.execute("CREATE UNIQUE INDEX whole ON " + table + " (product, id)");
        assertThat(SourceRun.plan(
                        ids(database, table).incremental("id").thenBy("product").build(), 1))
                .hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "POSTGRESQL")
    void typesThatMySqlComparesInAnotherWayThanItOrdersThemAreRefused(SourceDatabase database) {
        String table = database.createTable("e ENUM('z', 'y', 'x') PRIMARY KEY, s SET('z', 'y') NOT NULL,"
                + " y YEAR NOT NULL, b BINARY(4) NOT NULL, c CHAR(5) NOT NULL");
        database.execute("INSERT INTO " + table
                + " VALUES ('x', 'z', 2026, 'a', 'Z'), ('y', 'z,y', 2026, 'a', 'y'), ('z', 'z', 2026, 'a', 'x')");
        for (String column : List.of("e", "s", "y", "b")) {
            assertRefused(ids(database, table).splitBy(column), ErrorCode.INVALID_JOB)
                    .hasMessageContaining("column \"" + column + "\" cannot be part of the key");
        }
        JdbcSourceBuilder<Long> query = JdbcSource.query(
                        Long.class, "SELECT e, c, CAST(e AS CHAR) AS k FROM " + table, row -> row.getLong("y"))
                .url(database.url());
        assertRefused(query.splitBy("e"), ErrorCode.INVALID_JOB)
                .hasMessageContaining("it is ordered in another way than it is compared: type ENUM or SET, jdbc:")
                .hasMessageEndingWith("; choose another column, or CAST it AS CHAR in a query");
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "POSTGRESQL")
    void textThatIsOrderedAsItIsComparedIsNotRefused(SourceDatabase database) throws Exception {
        String table = database.createTable("e ENUM('z', 'y', 'x') NOT NULL, c CHAR(5) PRIMARY KEY");
        database.execute("INSERT INTO " + table + " VALUES ('x', 'Z'), ('y', 'y'), ('z', 'x')");
        String sql = "SELECT c, CAST(e AS CHAR) AS k FROM " + table;
        for (String column : List.of("c", "k")) {
            try (SourceRun<String> run =
                    SourceRun.start(JdbcSource.query(String.class, sql, row -> row.getString(column))
                            .url(database.url())
                            .splitBy(column)
                            .build())) {
                assertThat(run.drain()).hasSize(3).isSortedAccordingTo(String.CASE_INSENSITIVE_ORDER);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRowThatTheReaderDoesNotTakeIsNamedWithItsColumn(SourceDatabase database) throws Exception {
        String table = table(database);
        RowReader<Long> wrongType = row -> row.getLong("id") + row.getLong("product");
        RowReader<Long> wrongName = row -> row.getLong("id") + row.getLong("amount");
        RowReader<Long> defect = row -> (long) row.getString("product").length();
        try (SourceRun<Long> run = SourceRun.start(JdbcSource.table(Long.class, table, wrongType)
                .url(database.url())
                .splitBy("id")
                .build())) {
            assertThatThrownBy(run::drain)
                    .isInstanceOfSatisfying(
                            WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_DATA))
                    .hasMessageStartingWith("Cannot read a Long from row id=1 of table " + table
                            + " at column product: the row reader failed: ")
                    .hasMessageContaining(", the columns are id ")
                    .hasMessageEndingWith("; correct the row reader or the row");
            assertThat(run.records).isEmpty();
        }
        try (SourceRun<Long> run = SourceRun.start(JdbcSource.table(Long.class, table, wrongName)
                .url(database.url())
                .splitBy("id")
                .build())) {
            assertThatThrownBy(run::drain).hasMessageContaining(" at column amount: the row reader failed: ");
        }
        try (SourceRun<Long> run = SourceRun.start(JdbcSource.table(Long.class, table, defect)
                .url(database.url())
                .splitBy("id")
                .build())) {
            assertThatThrownBy(run::drain)
                    .isInstanceOfSatisfying(
                            WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USER_FUNCTION))
                    .hasMessageContaining("from row id=2 of table " + table
                            + " at column product: the row reader failed:" + " NullPointerException");
        }
    }
}
