package dev.weir.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.testcontainers.DockerClientFactory;

/** Runs with processes, and with containers when {@code -Dweir.testbed=containers} is set and Docker is there. */
final class DatabaseServerTest {

    @ParameterizedTest
    @MethodSource("servers")
    void survivesWhatATestDoesToIt(Supplier<DatabaseServer> start) throws Exception {
        try (DatabaseServer server = start.get()) {
            String url = server.jdbcUrl();
            execute(server, "CREATE TABLE t AS SELECT 7 AS id");

            server.kill();
            assertThatThrownBy(() -> query(server)).hasRootCauseInstanceOf(IOException.class);
            server.restart();
            assertThat(query(server)).isEqualTo(7);
            assertThat(server.jdbcUrl()).isEqualTo(url);

            server.pause();
            CompletableFuture<Integer> answer = CompletableFuture.supplyAsync(() -> query(server));
            assertThatThrownBy(() -> answer.get(150, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            server.resume();
            assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(7);

            try (Connection connection = DriverManager.getConnection(url, server.user(), server.password())) {
                assertThat(connection.isValid(10)).isTrue();
            }
        }
    }

    static Stream<Named<Supplier<DatabaseServer>>> servers() {
        return Stream.of(
                Named.of("PostgreSQL", DatabaseServer::postgres),
                Named.of("MySQL", DatabaseServer::mySql),
                Named.of("MariaDB", DatabaseServer::mariaDb));
    }

    @Test
    void runsAsProcessesUnlessTheSystemPropertySaysContainers() {
        assertThat(Hosting.chosenIn(new Properties())).isEqualTo(Hosting.PROCESSES);
        assertThat(Hosting.chosenIn(property("containers"))).isEqualTo(Hosting.CONTAINERS);
        assertThatThrownBy(() -> Hosting.chosenIn(property("docker")))
                .hasMessage("Cannot start a server: it is not known what to run it in: weir.testbed=docker; "
                        + "use [processes, containers]");
    }

    @Test
    void saysWhatToDoIfThereIsNoDocker() {
        assumeFalse(DockerClientFactory.instance().isDockerAvailable());
        assertThatThrownBy(Hosting.CONTAINERS::mySql)
                .isInstanceOf(TestbedException.class)
                .hasMessageStartingWith("Cannot start MySQL in a container: Docker does not answer: "
                        + "weir.testbed=containers, DOCKER_HOST=")
                .hasMessageEndingWith("; start Docker, or leave out -Dweir.testbed to run servers as processes");
        assertThatThrownBy(Hosting.CONTAINERS::kafka)
                .isInstanceOf(TestbedException.class)
                .hasMessageStartingWith("Cannot start Kafka in a container: Docker does not answer: ");
    }

    @Test
    void saysWhichDependencyOfContainersIsMissing() {
        assertThatThrownBy(() -> Hosting.requireTestcontainers("testcontainers-mysql", "not/There.class"))
                .hasMessage(
                        "Cannot start a container: Testcontainers is not on the class path: resource=not/There.class; "
                                + "add the dependency org.testcontainers:testcontainers-mysql, or leave out -Dweir.testbed");
    }

    private static Properties property(String value) {
        Properties properties = new Properties();
        properties.setProperty(Hosting.PROPERTY, value);
        return properties;
    }

    private static void execute(DatabaseServer server, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int query(DatabaseServer server) {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id FROM t")) {
            rows.next();
            return rows.getInt(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
