package dev.weir.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The faults of the proxy as clients of MySQL and MariaDB see them. */
final class LostCommitMySqlTest {

    private static final Map<MySqlFlavour, MySqlServer> SERVERS = new EnumMap<>(MySqlFlavour.class);

    @BeforeAll
    static void start() {
        SERVERS.put(MySqlFlavour.MYSQL, MySqlServer.start());
        SERVERS.put(MySqlFlavour.MARIADB, MySqlServer.startMariaDb());
    }

    @AfterAll
    static void end() {
        SERVERS.values().forEach(MySqlServer::close);
    }

    @BeforeEach
    void clear() throws SQLException {
        for (MySqlServer server : SERVERS.values()) {
            try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
                    Statement statement = connection.createStatement()) {
                statement.execute("DROP TABLE IF EXISTS t");
                statement.execute("CREATE TABLE t (id int)");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void rowIsThereWhenTheReplyIsLost(MySqlFlavour flavour) throws SQLException {
        MySqlServer server = SERVERS.get(flavour);
        assertThatThrownBy(() -> insertAndCommit(server, CutPoint.replyLostTo("COMMIT")))
                .isInstanceOf(SQLException.class);
        assertThat(rows(server)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void rowIsNotThereWhenTheRequestIsLost(MySqlFlavour flavour) throws SQLException {
        MySqlServer server = SERVERS.get(flavour);
        assertThatThrownBy(() -> insertAndCommit(server, CutPoint.requestLost("COMMIT")))
                .isInstanceOf(SQLException.class);
        await().until(() -> sessions(server) == 1);
        assertThat(rows(server)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void repliesNeverSayWhatWasDone(MySqlFlavour flavour) throws SQLException {
        MySqlServer server = SERVERS.get(flavour);
        try (FaultProxy proxy = FaultProxy.to(server.port());
                Connection connection = DriverManager.getConnection(server.jdbcUrlThrough(proxy));
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            Tripwire reply = proxy.arm(CutPoint.replyLost("COMMIT"));
            statement.execute("INSERT INTO t VALUES (1)");
            connection.commit();
            assertThat(reply.hasFired()).isFalse();

            Tripwire second = proxy.arm(CutPoint.replyLostTo("COMMIT"));
            statement.execute("INSERT INTO t VALUES (2)");
            assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
            second.awaitFired(Duration.ofSeconds(10));
        }
        assertThat(rows(server)).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void branchStaysPreparedWhenTheRequestToCommitItIsLost(MySqlFlavour flavour) throws SQLException {
        MySqlServer server = SERVERS.get(flavour);
        assertThatThrownBy(() -> prepareAndCommit(server, CutPoint.requestLost("XA COMMIT")))
                .isInstanceOf(SQLException.class);
        await().until(() -> sessions(server) == 1);
        assertThat(prepared(server)).containsExactly("branch");
        assertThat(rows(server)).isZero();

        execute(server, "XA COMMIT 'branch'");
        assertThat(rows(server)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void branchIsCommittedWhenTheReplyIsLost(MySqlFlavour flavour) throws SQLException {
        MySqlServer server = SERVERS.get(flavour);
        assertThatThrownBy(() -> prepareAndCommit(server, CutPoint.replyLostTo("XA COMMIT")))
                .isInstanceOf(SQLException.class);
        assertThat(rows(server)).isEqualTo(1);
        assertThat(prepared(server)).isEmpty();
    }

    private static void insertAndCommit(MySqlServer server, CutPoint point) throws SQLException {
        try (FaultProxy proxy = FaultProxy.to(server.port());
                Connection connection = DriverManager.getConnection(server.jdbcUrlThrough(proxy));
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            proxy.arm(point);
            statement.execute("INSERT INTO t VALUES (1)");
            connection.commit();
        }
    }

    private static void prepareAndCommit(MySqlServer server, CutPoint point) throws SQLException {
        try (FaultProxy proxy = FaultProxy.to(server.port());
                Connection connection = DriverManager.getConnection(server.jdbcUrlThrough(proxy));
                Statement statement = connection.createStatement()) {
            proxy.arm(point);
            statement.execute("XA START 'branch'");
            statement.execute("INSERT INTO t VALUES (1)");
            statement.execute("XA END 'branch'");
            statement.execute("XA PREPARE 'branch'");
            statement.execute("XA COMMIT 'branch'");
        }
    }

    private static long rows(MySqlServer server) throws SQLException {
        return count(server, "SELECT count(*) FROM t");
    }

    private static long sessions(MySqlServer server) throws SQLException {
        return count(server, "SELECT count(*) FROM information_schema.processlist WHERE user = 'weir'");
    }

    private static long count(MySqlServer server, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static List<String> prepared(MySqlServer server) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("XA RECOVER")) {
            List<String> names = new ArrayList<>();
            while (rows.next()) {
                names.add(rows.getString("data"));
            }
            return names;
        }
    }

    private static void execute(MySqlServer server, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
