package dev.weir.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PostgresServerTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static Thread starter;
    private static PostgresServer shared;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startInAThreadThatEnds() throws Exception {
        CompletableFuture<PostgresServer> started = new CompletableFuture<>();
        starter = new Thread(() -> started.complete(PostgresServer.start()));
        starter.start();
        shared = started.get(60, TimeUnit.SECONDS);
        starter.join();
    }

    @AfterAll
    static void end() {
        shared.close();
    }

    @Test
    void outlivesTheThreadThatStartedIt() {
        assertThat(starter.isAlive()).isFalse();
        assertThat(query(shared, "SELECT 1")).isEqualTo("1");
    }

    @Test
    void acceptsConnectionsOnceStarted() throws Exception {
        PostgresOptions options = PostgresOptions.builder()
                .database("orders")
                .user("alice")
                .maxConnections(17)
                .sharedBuffers("8MB")
                .build();
        try (PostgresServer server = PostgresServer.start(options)) {
            assertThat(server.isRunning()).isTrue();
            assertThat(server.jdbcUrl()).contains(Integer.toString(server.port()));
            assertThat(query(server, "SELECT current_database() || ' ' || current_user"))
                    .isEqualTo("orders alice");
            assertThat(query(server, "SHOW max_connections")).isEqualTo("17");
            assertThat(query(server, "SHOW shared_buffers")).isEqualTo("8MB");
            assertThat(query(server, "SHOW max_prepared_transactions")).isEqualTo("200");
            assertThat(query(server, "SHOW fsync")).isEqualTo("off");
            assertThat(query(server, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(query(server, "SHOW server_version")).isEqualTo("18.6");
        }
    }

    @Test
    void keepsCommittedRowsAndPreparedTransactionsThroughAKill() throws Exception {
        execute(shared, "CREATE TABLE kept (id int)");
        execute(shared, "INSERT INTO kept VALUES (1)");
        execute(shared, "BEGIN; INSERT INTO kept VALUES (2); PREPARE TRANSACTION 'branch'");
        long before = shared.pid();
        int port = shared.port();

        shared.kill();
        assertThat(shared.isRunning()).isFalse();
        shared.restart();

        assertThat(shared.pid()).isNotEqualTo(before);
        assertThat(shared.port()).isEqualTo(port);
        assertThat(query(shared, "SELECT string_agg(id::text, ',') FROM kept")).isEqualTo("1");
        assertThat(query(shared, "SELECT gid FROM pg_prepared_xacts")).isEqualTo("branch");
        execute(shared, "COMMIT PREPARED 'branch'");
        assertThat(query(shared, "SELECT string_agg(id::text, ',' ORDER BY id) FROM kept"))
                .isEqualTo("1,2");
    }

    @Test
    void losesWhatWasNotCommittedInAKill() throws Exception {
        try (Connection connection = DriverManager.getConnection(shared.jdbcUrl());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE lost (id int)");
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO lost VALUES (1)");

            shared.kill();

            assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
            shared.restart();
            assertThat(query(shared, "SELECT count(*) FROM lost")).isEqualTo("0");
        }
    }

    @Test
    void leavesNoProcessAfterAKillEvenIfThePostmasterDiedBefore() {
        // Paused, the others cannot notice that the postmaster is gone, and stay.
        shared.pause();
        List<ProcessStat> all = ProcessTree.rootedAt(shared.pid()).members();
        ProcessHandle.of(shared.pid()).orElseThrow().destroyForcibly();
        await().until(() -> !shared.isRunning());
        assertThat(all).hasSizeGreaterThan(4).anyMatch(stat -> !stat.isGone());

        shared.kill();

        assertThat(all).allMatch(ProcessStat::isGone);
        shared.restart();
        assertThat(query(shared, "SELECT 1")).isEqualTo("1");
    }

    @Test
    void answersNothingWhilePausedAndEverythingAfterwards() throws Exception {
        shared.pause();
        CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> query(shared, "SELECT 7"));
        assertThatThrownBy(() -> answer.get(150, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        assertThat(shared.isRunning()).isTrue();

        shared.resume();

        assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("7");
    }

    @Test
    void restartsARunningServerAndOneThatIsPaused() {
        long first = shared.pid();
        shared.restart();
        long second = shared.pid();
        assertThat(second).isNotEqualTo(first);

        shared.pause();
        shared.restart();
        assertThat(shared.pid()).isNotEqualTo(second);
        assertThat(query(shared, "SELECT 1")).isEqualTo("1");
        assertThat(shared.logTail()).doesNotContain("automatic recovery");
    }

    @Test
    void runsTwoServersThatKnowNothingOfEachOther() throws Exception {
        try (PostgresServer other = PostgresServer.start()) {
            assertThat(other.port()).isNotEqualTo(shared.port());
            execute(other, "CREATE TABLE only_here (id int)");
            other.kill();
            assertThat(query(shared, "SELECT count(*) FROM pg_tables WHERE tablename = 'only_here'"))
                    .isEqualTo("0");
        }
    }

    @Test
    void keepsAGivenDataFolderForTheNextServer() throws Exception {
        PostgresOptions options =
                PostgresOptions.builder().dataFolder(folder.resolve("data")).build();
        try (PostgresServer server = PostgresServer.start(options)) {
            execute(server, "CREATE TABLE t AS SELECT 5 AS id");
        }
        try (PostgresServer server = PostgresServer.start(options)) {
            assertThat(query(server, "SELECT id FROM t")).isEqualTo("5");
            server.stop();
            assertThat(server.logTail()).contains("database system is shut down");
        }
    }

    @Test
    void leavesNothingBehindWhenClosed() throws Exception {
        PostgresServer server = PostgresServer.start();
        assertThat(server.dataFolder()).isDirectory();
        List<ProcessStat> all = ProcessTree.rootedAt(server.pid()).members();

        server.close();

        assertThat(all).isNotEmpty().allMatch(ProcessStat::isGone);
        assertThat(server.dataFolder().getParent()).doesNotExist();
        assertThatThrownBy(server::restart)
                .hasMessageStartingWith("Cannot restart PostgreSQL: it is closed: port=" + server.port());
        assertThatThrownBy(server::pause).hasMessageStartingWith("Cannot pause PostgreSQL: it does not run");
    }

    @Test
    void endsWithAJvmThatIsKilledAndIsRemovedByTheNextStart() throws Exception {
        try (ChildJvm child =
                ChildJvm.start(ChildJvmOptions.builder(ServerInAChild.class).build())) {
            long pid = Long.parseLong(child.awaitLine("pid=", LIMIT).substring("pid=".length()));
            ProcessStat postmaster = ProcessStat.read(pid).orElseThrow();

            // Not child.kill(), which would take the server with it.
            ProcessHandle.of(child.pid()).orElseThrow().destroyForcibly();

            await().until(postmaster::isGone);
            Path data = Path.of(child.awaitLine("data=", LIMIT).substring("data=".length()));
            PostgresServer.start().close();
            assertThat(data).doesNotExist();
        }
    }

    static final class ServerInAChild {
        public static void main(String[] arguments) throws InterruptedException {
            PostgresServer server = PostgresServer.start();
            System.out.println("data=" + server.dataFolder());
            System.out.println("pid=" + server.pid());
            Thread.currentThread().join();
        }
    }

    @Test
    void saysWhichPortIsTaken() throws Exception {
        try (ServerSocket taken = Ports.listen(Ports.free())) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> PostgresServer.start(
                            PostgresOptions.builder().port(port).build()))
                    .hasMessage("Cannot start PostgreSQL: the port is taken: 127.0.0.1:" + port
                            + "; end what listens there, or leave the port out to get a free one");
        }
    }

    @Test
    void refusesAFolderWithSomethingElse() throws Exception {
        Files.writeString(folder.resolve("thesis.txt"), "precious");
        assertThatThrownBy(() -> PostgresServer.start(
                        PostgresOptions.builder().dataFolder(folder).build()))
                .hasMessage("Cannot start PostgreSQL: its data folder holds something else: path=" + folder
                        + ", missing=PG_VERSION; choose an empty folder or one with its data");
        assertThat(folder.resolve("thesis.txt")).hasContent("precious");
    }

    @Test
    void showsTheEndOfTheLogForABrokenDataFolder() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(folder.resolve("PG_VERSION"), "18\n");
        assertThatThrownBy(() -> PostgresServer.start(
                        PostgresOptions.builder().dataFolder(folder).build()))
                .hasMessageStartingWith("Cannot start PostgreSQL: it ended with exit code 2: port=")
                .hasMessageContaining("data=" + folder + "; see what its log says and mend the data folder")
                .hasMessageContaining("could not access the server configuration file");
    }

    @Test
    void leavesTheServerAloneThatAlreadyWorksInAFolder() {
        PostgresOptions options =
                PostgresOptions.builder().dataFolder(shared.dataFolder()).build();
        assertThatThrownBy(() -> PostgresServer.start(options))
                .hasMessageContaining("lock file \"postmaster.pid\" already exists");
        assertThat(query(shared, "SELECT 1")).isEqualTo("1");
    }

    @Test
    void saysThatAStartTakesTooLong() {
        PostgresOptions options =
                PostgresOptions.builder().startTimeout(Duration.ofNanos(1)).build();
        assertThatThrownBy(() -> PostgresServer.start(options))
                .isInstanceOf(TestbedException.class)
                .hasMessageContaining("after PT0.000000001S");
    }

    private static void execute(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(PostgresServer server, String sql) {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : "";
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }
}
