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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The faults of the proxy as a client of PostgreSQL sees them. */
final class LostCommitTest {

    private static PostgresServer server;

    @BeforeAll
    static void start() {
        server = PostgresServer.start();
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @BeforeEach
    void clear() throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS t; CREATE TABLE t (id int)");
        }
    }

    @Test
    void rowIsThereWhenTheReplyIsLost() throws SQLException {
        assertThatThrownBy(() -> insertAndCommit(CutPoint.replyLost("COMMIT"))).isInstanceOf(SQLException.class);
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void rowIsThereWhenTheReplyToTheRequestIsLost() throws SQLException {
        assertThatThrownBy(() -> insertAndCommit(CutPoint.replyLostTo("COMMIT")))
                .isInstanceOf(SQLException.class);
        await().until(() -> rows() == 1);
    }

    @Test
    void rowIsNotThereWhenTheRequestIsLost() throws SQLException {
        assertThatThrownBy(() -> insertAndCommit(CutPoint.requestLost("COMMIT")))
                .isInstanceOf(SQLException.class);
        await().until(() -> backends() == 1);
        assertThat(rows()).isZero();
    }

    @Test
    void clientNamesItsSecondCommitInsteadOfSpellingItOut() throws SQLException {
        try (FaultProxy proxy = FaultProxy.to(server.port());
                Connection connection = DriverManager.getConnection(server.jdbcUrlThrough(proxy));
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO t VALUES (1)");
            connection.commit();

            Tripwire request = proxy.arm(CutPoint.requestLost("COMMIT"));
            statement.execute("INSERT INTO t VALUES (2)");
            connection.commit();
            assertThat(request.hasFired()).isFalse();

            Tripwire reply = proxy.arm(CutPoint.replyLost("COMMIT"));
            statement.execute("INSERT INTO t VALUES (3)");
            assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
            reply.awaitFired(Duration.ofSeconds(10));
        }
        assertThat(rows()).isEqualTo(3);
    }

    private static void insertAndCommit(CutPoint point) throws SQLException {
        try (FaultProxy proxy = FaultProxy.to(server.port());
                Connection connection = DriverManager.getConnection(server.jdbcUrlThrough(proxy));
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            proxy.arm(point);
            statement.execute("INSERT INTO t VALUES (1)");
            connection.commit();
        }
    }

    private static long rows() throws SQLException {
        return count("SELECT count(*) FROM t");
    }

    private static long backends() throws SQLException {
        return count("SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'");
    }

    private static long count(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
