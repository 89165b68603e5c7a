package dev.weir.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What sinks rely on about branches prepared with XA, on the servers themselves. */
final class PreparedBranchFactsTest {

    /** XAER_NOTA. */
    private static final String UNKNOWN_BRANCH = "XAE04";

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
            try (Connection connection = open(server)) {
                execute(connection, "DROP TABLE IF EXISTS t", "CREATE TABLE t (id int)");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void branchSurvivesAKillAndIsCommittedByANewSession(MySqlFlavour flavour) throws SQLException {
        MySqlServer server = SERVERS.get(flavour);
        try (Connection first = open(server);
                Connection second = open(server)) {
            prepare(first, "full", "INSERT INTO t VALUES (1)");
            prepare(second, "empty", "SELECT 1");

            server.kill();
        }
        server.restart();

        try (Connection connection = open(server)) {
            // A branch that changed nothing left no trace in any log.
            assertThat(branches(connection)).containsExactly("full");
            assertThat(rows(connection)).isZero();
            execute(connection, "XA COMMIT 'full'");
            assertThat(rows(connection)).isEqualTo(1);
            assertThat(branches(connection)).isEmpty();
            assertUnknown(connection, "full");
        }
    }

    @Test
    void mariaDbDeniesABranchThatItListsAsLongAsItsSessionIsOpen() throws SQLException {
        MySqlServer server = SERVERS.get(MySqlFlavour.MARIADB);
        try (Connection other = open(server)) {
            try (Connection preparing = open(server)) {
                prepare(preparing, "held", "INSERT INTO t VALUES (1)");

                assertThat(branches(other)).containsExactly("held");
                assertUnknown(other, "held");
                assertThat(branches(other)).containsExactly("held");
            }
            await().ignoreExceptions().untilAsserted(() -> execute(other, "XA COMMIT 'held'"));
            assertThat(rows(other)).isEqualTo(1);
        }
    }

    @Test
    void mySqlCommitsABranchFromAnySession() throws SQLException {
        MySqlServer server = SERVERS.get(MySqlFlavour.MYSQL);
        try (Connection preparing = open(server);
                Connection other = open(server)) {
            prepare(preparing, "held", "INSERT INTO t VALUES (1)");

            execute(other, "XA COMMIT 'held'");

            assertThat(rows(other)).isEqualTo(1);
            assertUnknown(preparing, "held");
        }
    }

    private static void assertUnknown(Connection connection, String branch) {
        assertThatThrownBy(() -> execute(connection, "XA COMMIT '" + branch + "'"))
                .asInstanceOf(InstanceOfAssertFactories.type(SQLException.class))
                .returns(UNKNOWN_BRANCH, SQLException::getSQLState);
    }

    private static Connection open(MySqlServer server) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl());
    }

    private static void prepare(Connection connection, String branch, String sql) throws SQLException {
        execute(connection, "XA START '" + branch + "'", sql, "XA END '" + branch + "'", "XA PREPARE '" + branch + "'");
    }

    private static void execute(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static long rows(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM t")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static List<String> branches(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("XA RECOVER")) {
            List<String> names = new ArrayList<>();
            while (rows.next()) {
                names.add(rows.getString("data"));
            }
            return names;
        }
    }
}
