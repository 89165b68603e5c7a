package dev.weir.jdbc;

import dev.weir.testbed.FaultProxy;
import dev.weir.testbed.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A schema of its own in a server that all tests of this JVM share. */
final class Database {
    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private final PostgresServer server;
    private final String schema = "test" + SCHEMAS.incrementAndGet();

    private Database(PostgresServer server) {
        this.server = server;
        execute("CREATE SCHEMA " + schema);
    }

    /** It ends with the JVM. */
    private static final class Holder {
        private static final PostgresServer SERVER = PostgresServer.start();
    }

    static Database create() {
        return new Database(Holder.SERVER);
    }

    PostgresServer server() {
        return server;
    }

    /** The table's name with the schema. */
    String name(String table) {
        return schema + "." + table;
    }

    String url() {
        return server.jdbcUrl();
    }

    String urlThrough(FaultProxy proxy) {
        // In words each time, so that the proxy sees them.
        return server.jdbcUrlThrough(proxy) + "&prepareThreshold=0";
    }

    String urlWithoutUser() {
        return "jdbc:postgresql://127.0.0.1:" + server.port() + "/" + server.database();
    }

    void execute(String... statements) {
        try (Connection connection = DriverManager.getConnection(url());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** The rows' columns, joined by commas. */
    List<String> query(String sql) {
        try (Connection connection = DriverManager.getConnection(url());
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                StringBuilder row = new StringBuilder();
                for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                    row.append(column == 1 ? "" : ",").append(result.getString(column));
                }
                rows.add(row.toString());
            }
            return rows;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Names and amounts go into table {@code sale}, which has no key. */
    JdbcSinkBuilder<Sale> saleSink() {
        return JdbcSink.insert(Sale.class)
                .url(url())
                .table(name("sale"))
                .column("product", Sale::product)
                .column("amount", Sale::amount)
                .ledgerTable(name("ledger"))
                .startTries(1, Duration.ZERO);
    }

    void createSaleTable() {
        execute("CREATE TABLE " + name("sale") + " (product text NOT NULL, amount bigint CHECK (amount >= 0))");
    }

    List<String> sales() {
        return query("SELECT product, amount FROM " + name("sale") + " ORDER BY amount");
    }

    /** A record. */
    record Sale(String product, long amount) {}
}
