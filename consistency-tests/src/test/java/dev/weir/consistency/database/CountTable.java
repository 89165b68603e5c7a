package dev.weir.consistency.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.jdbc.JdbcSink;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.testbed.DatabaseServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The table that a {@link CountJob} writes to, and what must be in it at the end. */
record CountTable(DatabaseServer server) {
    static final String NAME = "counts";
    private static final int PER_KEY = CountJob.RECORDS / CountJob.KEYS;

    static JdbcSink<CountJob.Row> upserting(String url) {
        return JdbcSink.upsert(CountJob.Row.class)
                .url(url)
                .table(NAME)
                .key("k", CountJob.Row::key)
                .version("c", CountJob.Row::count)
                .build();
    }

    /** Rows of a unit strategy may come twice if it is broken, so there is no key that would hide it. */
    void create(DeliveryStrategy strategy) throws SQLException {
        execute("DROP TABLE IF EXISTS " + NAME);
        execute("CREATE TABLE " + NAME + " (k bigint NOT NULL, c bigint NOT NULL"
                + (strategy == DeliveryStrategy.IDEMPOTENT ? ", PRIMARY KEY (k)" : "") + ")");
        for (String ledger : List.of("weir_ledger", "weir_ledger_units")) {
            execute("DROP TABLE IF EXISTS " + ledger);
        }
    }

    void assertComplete(DeliveryStrategy strategy) throws SQLException {
        if (strategy == DeliveryStrategy.IDEMPOTENT) {
            assertThat(number("SELECT count(*) FROM " + NAME)).isEqualTo(CountJob.KEYS);
            assertThat(number("SELECT count(*) FROM " + NAME + " WHERE c <> " + PER_KEY))
                    .as("keys whose last count is missing")
                    .isZero();
            return;
        }
        List<String> wrong = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT k, c, count(*) FROM " + NAME + " GROUP BY k, c HAVING count(*) <> 1")) {
            while (rows.next()) {
                wrong.add("key " + rows.getLong(1) + " count " + rows.getLong(2) + ": " + rows.getLong(3) + " times");
            }
        }
        assertThat(wrong).as("rows that came more than once").isEmpty();
        assertThat(number("SELECT count(*) FROM " + NAME)).as("rows").isEqualTo(CountJob.RECORDS);
        assertThat(number("SELECT count(DISTINCT k) FROM " + NAME)).isEqualTo(CountJob.KEYS);
        assertThat(number("SELECT max(c) FROM " + NAME)).isEqualTo(PER_KEY);
        assertThat(number("SELECT min(c) FROM " + NAME)).isEqualTo(1);
    }

    /** Prepared transactions of anybody. */
    List<String> inDoubt() throws SQLException {
        List<String> names = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        server.jdbcUrl().startsWith("jdbc:postgresql:")
                                ? "SELECT gid FROM pg_prepared_xacts"
                                : "XA RECOVER")) {
            while (rows.next()) {
                names.add(rows.getString(rows.getMetaData().getColumnCount()));
            }
        }
        return names;
    }

    long number(String query) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl());
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
