package dev.weir.testbed;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.JdbcDatabaseContainer;
import org.testcontainers.mariadb.MariaDBContainer;
import org.testcontainers.mysql.MySQLContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * A database server in a Docker container, of the same version and settings as the one that runs as processes. It has a port of
 * its own choice, since Docker would give it another one at each start.
 */
final class ContainerServer implements DatabaseServer {

    private static final String NAME = "weir";
    private static final int STOP_SECONDS = 30;

    private final String product;
    private final JdbcDatabaseContainer<?> container;

    private ContainerServer(String product, JdbcDatabaseContainer<?> container) {
        this.product = product;
        this.container = container;
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
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            throw new TestbedException("Cannot start " + product + " in a container: Docker does not answer: "
                    + Hosting.PROPERTY + "=containers, DOCKER_HOST="
                    + System.getenv().getOrDefault("DOCKER_HOST", "(not set)")
                    + "; start Docker, or leave out -D" + Hosting.PROPERTY + " to run servers as processes");
        }
        JdbcDatabaseContainer<?> container = maker.get();
        container.withDatabaseName(NAME).withUsername(user).withPassword(NAME);
        container.withUrlParam("user", user).withUrlParam("password", NAME);
        container.setPortBindings(List.of(Ports.free() + ":" + port));
        container.start();
        return new ContainerServer(product, container);
    }

    @Override
    public String jdbcUrl() {
        return container.getJdbcUrl();
    }

    @Override
    public String user() {
        return container.getUsername();
    }

    @Override
    public String password() {
        return container.getPassword();
    }

    @Override
    public synchronized void kill() {
        if (isRunning()) {
            docker().killContainerCmd(container.getContainerId()).exec();
        }
    }

    @Override
    public synchronized void pause() {
        requireRunning("pause");
        if (!isPaused()) {
            docker().pauseContainerCmd(container.getContainerId()).exec();
        }
    }

    @Override
    public synchronized void resume() {
        requireRunning("resume");
        if (isPaused()) {
            docker().unpauseContainerCmd(container.getContainerId()).exec();
        }
    }

    @Override
    public synchronized void restart() {
        if (isPaused()) {
            resume();
        }
        docker().restartContainerCmd(container.getContainerId())
                .withTimeout(STOP_SECONDS)
                .exec();
        // Waits until it answers.
        try (Connection connection = container.createConnection("")) {
            connection.isValid(STOP_SECONDS);
        } catch (SQLException e) {
            throw new TestbedException(
                    "Cannot restart " + product + ": it accepts no connections: " + e + ": url=" + jdbcUrl()
                            + "; see what it says with docker logs " + container.getContainerId(),
                    e);
        }
    }

    @Override
    public synchronized void close() {
        container.stop();
    }

    private void requireRunning(String verb) {
        if (!isRunning()) {
            throw new TestbedException("Cannot " + verb + " " + product + ": it does not run: container="
                    + container.getContainerId() + "; restart() it first");
        }
    }

    private boolean isRunning() {
        return Boolean.TRUE.equals(state().getRunning());
    }

    private boolean isPaused() {
        return Boolean.TRUE.equals(state().getPaused());
    }

    private InspectContainerResponse.ContainerState state() {
        return docker().inspectContainerCmd(container.getContainerId()).exec().getState();
    }

    private static DockerClient docker() {
        return DockerClientFactory.instance().client();
    }
}
