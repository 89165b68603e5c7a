package dev.weir.cli.demo;

import dev.weir.examples.orders.RevenueJob;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** The job's table, seen by a client that knows nothing of the job. Not thread-safe. */
final class RevenueTable implements AutoCloseable {

    private static final int QUERY_LIMIT_SECONDS = 60;
    private static final Map<String, String> LIMITS =
            Map.of("connectTimeout", "10", "loginTimeout", "20", "socketTimeout", "90");

    private final Connection connection;

    private RevenueTable(Connection connection) {
        this.connection = connection;
    }

    static RevenueTable connect(String jdbcUrl) {
        Properties properties = new Properties();
        properties.putAll(LIMITS);
        try {
            return new RevenueTable(DriverManager.getConnection(jdbcUrl, properties));
        } catch (SQLException e) {
            throw failed("connect to PostgreSQL", e);
        }
    }

    void create() {
        try (Statement statement = statement()) {
            statement.execute(RevenueJob.CREATE_TABLE);
        } catch (SQLException e) {
            throw failed("create the table", e);
        }
    }

    String serverVersion() {
        try {
            return connection.getMetaData().getDatabaseProductVersion();
        } catch (SQLException e) {
            throw failed("ask for PostgreSQL's version", e);
        }
    }

    /** What everybody can see now. */
    record Total(long orders, long rows) {}

    Total total() {
        try (Statement statement = statement();
                ResultSet sum =
                        statement.executeQuery("SELECT coalesce(sum(orders), 0)::bigint, count(*) FROM revenue")) {
            sum.next();
            return new Total(sum.getLong(1), sum.getLong(2));
        } catch (SQLException e) {
            throw failed("look at the table", e);
        }
    }

    Map<Cell, Sums> read() {
        Map<Cell, Sums> sums = new TreeMap<>();
        String query = "SELECT to_char(minute AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI'), product, orders, cents"
                + " FROM revenue";
        try (Statement statement = statement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                Cell cell = new Cell(rows.getString(1), rows.getString(2));
                sums.merge(cell, new Sums(rows.getLong(3), rows.getLong(4)), Sums::plus);
            }
            return sums;
        } catch (SQLException e) {
            throw failed("read the table", e);
        }
    }

    private Statement statement() throws SQLException {
        Statement statement = connection.createStatement();
        statement.setQueryTimeout(QUERY_LIMIT_SECONDS);
        return statement;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failed("leave PostgreSQL", e);
        }
    }

    private static DemoException failed(String what, SQLException cause) {
        return new DemoException(
                "Cannot " + what + ": " + cause.getMessage() + "; run the demo again, with --keep to see its files",
                cause);
    }
}
