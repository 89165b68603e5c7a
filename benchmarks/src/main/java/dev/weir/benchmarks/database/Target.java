package dev.weir.benchmarks.database;

import dev.weir.testbed.DatabaseServer;
import dev.weir.testbed.MySqlFlavour;
import dev.weir.testbed.MySqlOptions;
import dev.weir.testbed.MySqlServer;
import dev.weir.testbed.PostgresOptions;
import dev.weir.testbed.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The server of one run and its table, {@code events}. */
record Target(DatabaseServer server) implements AutoCloseable {
    /** Starts a server that syncs its log to disk at every commit, as one in production does. */
    static Target start(DatabaseCase.Database database) {
        return new Target(
                switch (database) {
                    case POSTGRES ->
                        PostgresServer.start(PostgresOptions.builder()
                                .durableOnDisk()
                                .sharedBuffers("512MB")
                                .setting("max_wal_size", "4GB")
                                .build());
                    case MYSQL -> mySql(MySqlFlavour.MYSQL);
                    case MARIADB -> mySql(MySqlFlavour.MARIADB);
                });
    }

    private static MySqlServer mySql(MySqlFlavour flavour) {
        return MySqlServer.start(MySqlOptions.builder(flavour)
                .setting("innodb-buffer-pool-size", "512M")
                .setting("innodb-log-buffer-size", "64M")
                .setting("max-allowed-packet", "64M")
                .build());
    }

    Connection connect(String parameters) throws SQLException {
        String url = server.jdbcUrl();
        return DriverManager.getConnection(
                url + (url.contains("?") ? "&" : "?") + parameters, server.user(), server.password());
    }

    Connection connect() throws SQLException {
        return connect("");
    }

    void createTable(boolean byKey) throws SQLException {
        execute("CREATE TABLE events (id bigint NOT NULL, k bigint NOT NULL, v bigint NOT NULL, ts bigint NOT NULL,"
                + " note varchar(100) NOT NULL" + (byKey ? ", PRIMARY KEY (k)" : "") + ")");
    }

    void dropTable() throws SQLException {
        execute("DROP TABLE events");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    long number(String query) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
