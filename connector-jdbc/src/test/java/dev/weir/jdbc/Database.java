package dev.weir.jdbc;

import dev.weir.testbed.CutPoint;
import dev.weir.testbed.DatabaseServer;
import dev.weir.testbed.FaultProxy;
import dev.weir.testbed.MySqlServer;
import dev.weir.testbed.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A schema of its own in a server that all tests of this JVM share. */
final class Database {
    private static final Map<Product, DatabaseServer> SERVERS = new EnumMap<>(Product.class);
    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private final Product product;
    private final DatabaseServer server;
    private final String schema = "test" + SCHEMAS.incrementAndGet();

    private Database(Product product) {
        this.product = product;
        this.server = serverOf(product);
        execute("CREATE SCHEMA " + schema + (isPostgres() ? "" : " CHARACTER SET utf8mb4"));
    }

    /** Which server. */
    enum Product {
        POSTGRESQL,
        MYSQL,
        MARIADB;

        private Dialect dialect() {
            return switch (this) {
                case POSTGRESQL -> PostgresDialect.INSTANCE;
                case MYSQL -> MySqlDialect.MYSQL;
                case MARIADB -> MySqlDialect.MARIADB;
            };
        }

        private DatabaseServer start() {
            return switch (this) {
                case POSTGRESQL -> PostgresServer.start();
                case MYSQL -> MySqlServer.start();
                case MARIADB -> MySqlServer.startMariaDb();
            };
        }
    }

    /** They end with the JVM. */
    static synchronized DatabaseServer serverOf(Product product) {
        return SERVERS.computeIfAbsent(product, Product::start);
    }

    static Database create() {
        return create(Product.POSTGRESQL);
    }

    static Database create(Product product) {
        return new Database(product);
    }

    Product product() {
        return product;
    }

    boolean isPostgres() {
        return product == Product.POSTGRESQL;
    }

    Dialect dialect() {
        return product.dialect();
    }

    DatabaseServer server() {
        return server;
    }

    int port() {
        return isPostgres() ? ((PostgresServer) server).port() : ((MySqlServer) server).port();
    }

    String schema() {
        return schema;
    }

    /** The table's name with the schema. */
    String name(String table) {
        return schema + "." + table;
    }

    /** The same for SQL. */
    String quoted(String table) {
        return dialect().quote(TableName.parse(name(table)));
    }

    String url() {
        return server.jdbcUrl();
    }

    String urlThrough(FaultProxy proxy) {
        // In words each time, so that the proxy sees them.
        return isPostgres()
                ? ((PostgresServer) server).jdbcUrlThrough(proxy) + "&prepareThreshold=0"
                : ((MySqlServer) server).jdbcUrlThrough(proxy);
    }

    /** The server commits, and nobody hears of it. */
    CutPoint replyToCommitLost() {
        return isPostgres() ? CutPoint.replyLost("COMMIT") : CutPoint.replyLostTo("COMMIT");
    }

    String urlWithoutUser() {
        String url = url();
        return url.substring(0, url.indexOf('?'));
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
        execute("CREATE TABLE " + name("sale") + " (product varchar(100) NOT NULL, amount bigint,"
                + " CONSTRAINT sale_amount_check CHECK (amount >= 0))");
    }

    List<String> sales() {
        return query("SELECT product, amount FROM " + name("sale") + " ORDER BY amount");
    }

    /** A record. */
    record Sale(String product, long amount) {}
}
