package dev.weir.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class MySqlServerTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final Map<MySqlFlavour, MySqlServer> SHARED = new EnumMap<>(MySqlFlavour.class);

    @BeforeAll
    static void start() {
        SHARED.put(MySqlFlavour.MYSQL, MySqlServer.start());
        SHARED.put(MySqlFlavour.MARIADB, MySqlServer.startMariaDb());
    }

    @AfterAll
    static void end() {
        SHARED.values().forEach(MySqlServer::close);
    }

    @ParameterizedTest
    @EnumSource
    void acceptsConnectionsOnceStarted(MySqlFlavour flavour) throws Exception {
        MySqlServer server = SHARED.get(flavour);
        assertThat(server.isRunning()).isTrue();
        assertThat(server.jdbcUrl()).contains(Integer.toString(server.port()));
        assertThat(query(server, "SELECT concat(database(), ' ', current_user())"))
                .isEqualTo("weir weir@%");
        assertThat(query(server, "SELECT version()"))
                .isEqualTo(flavour == MySqlFlavour.MYSQL ? "8.0.31" : "11.4.5-MariaDB");
    }

    @ParameterizedTest
    @EnumSource
    void createsTheDatabaseAndTheUserThatItWasAskedForOnce(MySqlFlavour flavour) throws Exception {
        MySqlOptions options = MySqlOptions.builder(flavour)
                .database("orders")
                .user("alice")
                .password("secret")
                .setting("innodb-lock-wait-timeout", "3")
                .build();
        try (MySqlServer server = MySqlServer.start(options)) {
            assertThat(query(server, "SELECT concat(database(), ' ', current_user())"))
                    .isEqualTo("orders alice@%");
            assertThat(query(server, "SELECT @@innodb_lock_wait_timeout")).isEqualTo("3");

            execute(server, "REVOKE SUPER ON *.* FROM alice");
            server.kill();
            server.restart();
            assertThat(query(server, "SELECT super_priv FROM mysql.user WHERE user = 'alice'"))
                    .isEqualTo("N");
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsCommittedRowsAndLosesOthersInAKill(MySqlFlavour flavour) throws Exception {
        MySqlServer server = SHARED.get(flavour);
        execute(server, "CREATE TABLE kept (id int)");
        execute(server, "INSERT INTO kept VALUES (1)");
        long before = server.pid();
        int port = server.port();
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO kept VALUES (2)");

            server.kill();

            assertThat(server.isRunning()).isFalse();
            assertThat(ProcessStat.read(before)).isEmpty();
            assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
        }
        server.restart();
        assertThat(server.pid()).isNotEqualTo(before);
        assertThat(server.port()).isEqualTo(port);
        assertThat(query(server, "SELECT group_concat(id) FROM kept")).isEqualTo("1");
    }

    @ParameterizedTest
    @EnumSource
    void answersNothingWhilePausedAndEverythingAfterwards(MySqlFlavour flavour) throws Exception {
        MySqlServer server = SHARED.get(flavour);
        server.pause();
        CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> query(server, "SELECT 7"));
        assertThatThrownBy(() -> answer.get(150, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        assertThat(server.isRunning()).isTrue();

        server.resume();

        assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("7");
    }

    @ParameterizedTest
    @EnumSource
    void endsInOrderEvenIfItIsPaused(MySqlFlavour flavour) {
        MySqlServer server = SHARED.get(flavour);
        long first = server.pid();
        server.pause();
        server.stop();
        assertThat(server.isRunning()).isFalse();
        assertThat(server.logTail()).contains("Shutdown complete");

        server.restart();
        assertThat(server.pid()).isNotEqualTo(first);
        assertThat(query(server, "SELECT 1")).isEqualTo("1");
    }

    @ParameterizedTest
    @EnumSource
    void leavesNothingBehindWhenClosed(MySqlFlavour flavour) throws Exception {
        MySqlServer server = MySqlServer.start(MySqlOptions.builder(flavour).build());
        ProcessStat process = ProcessStat.read(server.pid()).orElseThrow();
        Path folder = Path.of(query(server, "SELECT @@datadir")).getParent();
        assertThat(folder).isDirectory();

        server.close();

        assertThat(process.isGone()).isTrue();
        assertThat(folder).doesNotExist();
        assertThatThrownBy(server::restart)
                .hasMessageStartingWith(
                        "Cannot restart " + flavour.product() + ": it is closed: port=" + server.port());
    }

    @Test
    void endsWithAJvmThatIsKilledAndIsRemovedByTheNextStart() throws Exception {
        try (ChildJvm child =
                ChildJvm.start(ChildJvmOptions.builder(ServerInAChild.class).build())) {
            long pid = Long.parseLong(child.awaitLine("pid=", LIMIT).substring("pid=".length()));
            ProcessStat process = ProcessStat.read(pid).orElseThrow();
            Path data = Path.of("/proc/" + pid + "/cwd").toRealPath();

            // Not child.kill(), which would take the server with it.
            ProcessHandle.of(child.pid()).orElseThrow().destroyForcibly();

            await().until(process::isGone);
            MySqlServer.startMariaDb().close();
            assertThat(data).doesNotExist();
        }
    }

    static final class ServerInAChild {
        public static void main(String[] arguments) throws InterruptedException {
            System.out.println("pid=" + MySqlServer.startMariaDb().pid());
            Thread.currentThread().join();
        }
    }

    @Test
    void runsOnStubsOfTheLibrariesThatAMachineMayLack() {
        MySqlServer.Stubs all =
                (product, program, folder) -> MissingLibraries.replace(product, MissingLibraries.STUBBED, folder);
        try (MySqlServer server = MySqlServer.start(MySqlOptions.defaults(), all)) {
            Path maps = Path.of("/proc/" + server.pid() + "/maps");
            assertThat(maps).content().contains("/lib/libaio.so.1").contains("/lib/libnuma.so.1");
            assertThat(maps).content().doesNotContain("-linux-gnu/libaio").doesNotContain("-linux-gnu/libnuma");
            server.kill();
            server.restart();
            assertThat(query(server, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void showsTheEndOfTheLogForASettingThatDoesNotExist() {
        MySqlOptions options =
                MySqlOptions.builder().setting("no_such_setting", "1").build();
        assertThatThrownBy(() -> MySqlServer.start(options))
                .hasMessageStartingWith("Cannot start MySQL: it ended with exit code ")
                .hasMessageContaining("unknown variable 'no_such_setting=1'");
    }

    private static void execute(MySqlServer server, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(MySqlServer server, String sql) {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "";
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }
}
