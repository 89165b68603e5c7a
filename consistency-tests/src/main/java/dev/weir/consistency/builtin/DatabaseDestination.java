package dev.weir.consistency.builtin;

import dev.weir.consistency.builtin.DatabaseProduct.Branch;
import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.subject.Destination;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.testbed.CutPoint;
import dev.weir.testbed.DatabaseServer;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A database server with one table of records. */
final class DatabaseDestination
        implements Destination, Destination.SupportsInDoubt, Destination.SupportsOutages, Destination.SupportsWire {
    private static final Pattern PORT = Pattern.compile("(127\\.0\\.0\\.1|localhost):(\\d+)");
    /** A session that was told to end may hold its locks and prepared transactions for a moment. */
    private static final int TRIES = 50;

    private static final int ROWS_AT_ONCE = 2_000;

    private final DatabaseServer server;
    private final DatabaseProduct product;
    private @Nullable Connection readers;

    DatabaseDestination(DatabaseServer server, DatabaseProduct product) {
        this.server = server;
        this.product = product;
    }

    @Override
    public String address() {
        return server.jdbcUrl();
    }

    @Override
    public void prepare(DeliveryStrategy strategy) throws SQLException, InterruptedException {
        for (int left = TRIES; ; left--) {
            try (Connection connection = connect()) {
                empty(connection);
                execute(connection, RecordTable.create(strategy));
                return;
            } catch (SQLException e) {
                if (left == 0) {
                    throw e;
                }
            }
            Thread.sleep(100);
        }
    }

    private void empty(Connection connection) throws SQLException {
        for (String end : product.endOtherSessions(connection)) {
            try {
                execute(connection, end);
            } catch (SQLException e) {
                // It has ended by itself.
            }
        }
        for (Branch branch : product.prepared(connection)) {
            execute(connection, branch.rollback());
        }
        for (String table : RecordTable.TABLES) {
            execute(connection, "DROP TABLE IF EXISTS " + table);
        }
    }

    /** One statement, hence one snapshot. */
    @Override
    public synchronized void read(Consumer<OutputRecord> reader) throws SQLException {
        Connection connection = readers;
        try {
            if (connection == null) {
                connection = connect();
                // With auto-commit PostgreSQL's driver would fetch all rows at once.
                connection.setAutoCommit(false);
                readers = connection;
            }
            try (Statement statement = connection.createStatement()) {
                statement.setFetchSize(ROWS_AT_ONCE);
                try (ResultSet row = statement.executeQuery(RecordTable.SELECT)) {
                    while (row.next()) {
                        reader.accept(RecordTable.record(row));
                    }
                }
            }
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            closeReaders();
            throw e;
        }
    }

    private void closeReaders() {
        Connection connection = readers;
        readers = null;
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                // It is broken already.
            }
        }
    }

    @Override
    public List<String> inDoubt() throws SQLException {
        try (Connection connection = connect()) {
            return product.prepared(connection).stream().map(Branch::name).toList();
        }
    }

    @Override
    public Map<String, String> versions() throws SQLException {
        try (Connection connection = connect()) {
            DatabaseMetaData meta = connection.getMetaData();
            return Map.of(
                    meta.getDatabaseProductName(), meta.getDatabaseProductVersion(),
                    meta.getDriverName(), meta.getDriverVersion());
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl());
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void kill() {
        server.kill();
    }

    @Override
    public void pause() {
        server.pause();
    }

    @Override
    public void resume() {
        server.resume();
    }

    @Override
    public void restart() {
        server.restart();
    }

    @Override
    public int port() {
        return Integer.parseInt(address(server.jdbcUrl()).group(2));
    }

    @Override
    public String addressBy(int port) {
        Matcher address = address(server.jdbcUrl());
        return product.readableOnTheWire(address.replaceFirst("127.0.0.1:" + port));
    }

    private static Matcher address(String url) {
        Matcher matcher = PORT.matcher(url);
        if (!matcher.find()) {
            throw new IllegalStateException("Cannot put a proxy before " + url + ": it names no port of 127.0.0.1");
        }
        return matcher;
    }

    @Override
    public List<CutPoint> cutPoints(DeliveryStrategy strategy) {
        return product.cutPoints(strategy);
    }

    /** Without waiting for a reader that may hang. */
    @Override
    public void close() {
        server.close();
    }
}
