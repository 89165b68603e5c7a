package dev.weir.testbed;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;
import org.testcontainers.containers.JdbcDatabaseContainer;
import org.testcontainers.mariadb.MariaDBContainer;
import org.testcontainers.mysql.MySQLContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** A database server in a Docker container, of the same version and settings as the one that runs as processes. */
final class ContainerServer implements DatabaseServer {

    private static final String NAME = "weir";

    private final OwnedContainer<JdbcDatabaseContainer<?>> server;

    private ContainerServer(OwnedContainer<JdbcDatabaseContainer<?>> server) {
        this.server = server;
    }

    static ContainerServer postgres() {
        return start("PostgreSQL", NAME, PostgreSQLContainer.POSTGRESQL_PORT, () -> {
            PostgreSQLContainer container = new PostgreSQLContainer("postgres:18.6");
            container.withCommand("postgres", "-c", "fsync=off", "-c", "max_prepared_transactions=200");
            return container;
        });
    }

    static ContainerServer mySql() {
        return start("MySQL", "root", MySQLContainer.MYSQL_PORT, () -> {
            MySQLContainer container = new MySQLContainer("mysql:8.0.31");
            container.withCommand("--performance-schema=OFF", "--innodb-flush-method=nosync", "--sync-binlog=0");
            container.withUrlParam("sslMode", "DISABLED").withUrlParam("allowPublicKeyRetrieval", "true");
            return container;
        });
    }

    static ContainerServer mariaDb() {
        return start("MariaDB", "root", 3306, () -> {
            MariaDBContainer container = new MariaDBContainer("mariadb:11.4.5");
            container.withCommand("--skip-ssl");
            container.withUrlParam("sslMode", "disable");
            return container;
        });
    }

    private static ContainerServer start(
            String product, String user, int port, Supplier<JdbcDatabaseContainer<?>> maker) {
        return new ContainerServer(OwnedContainer.start(product, port, () -> {
            JdbcDatabaseContainer<?> container = maker.get();
            container.withDatabaseName(NAME).withUsername(user).withPassword(NAME);
            container.withUrlParam("user", user).withUrlParam("password", NAME);
            return container;
        }));
    }

    @Override
    public String jdbcUrl() {
        return server.container().getJdbcUrl();
    }

    @Override
    public String user() {
        return server.container().getUsername();
    }

    @Override
    public String password() {
        return server.container().getPassword();
    }

    @Override
    public synchronized void kill() {
        server.kill();
    }

    @Override
    public synchronized void pause() {
        server.pause();
    }

    @Override
    public synchronized void resume() {
        server.resume();
    }

    @Override
    public synchronized void restart() {
        server.restart();
        // Waits until it answers.
        try (Connection connection = server.container().createConnection("")) {
            connection.isValid(OwnedContainer.STOP_SECONDS);
        } catch (SQLException e) {
            throw server.noConnections(e + ": url=" + jdbcUrl(), e);
        }
    }

    @Override
    public synchronized void close() {
        server.close();
    }
}
