package dev.weir.consistency.builtin;

import dev.weir.sink.DeliveryStrategy;
import dev.weir.testbed.CutPoint;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** What the databases do in different ways. */
enum DatabaseProduct {
    POSTGRESQL {
        @Override
        List<String> endOtherSessions(Connection connection) throws SQLException {
            return strings(
                    connection,
                    "SELECT 'SELECT pg_terminate_backend(' || pid || ')' FROM pg_stat_activity WHERE pid <>"
                            + " pg_backend_pid() AND datname = current_database() AND backend_type = 'client backend'");
        }

        @Override
        List<Branch> prepared(Connection connection) throws SQLException {
            return strings(connection, "SELECT gid FROM pg_prepared_xacts").stream()
                    .map(gid -> new Branch(gid, "ROLLBACK PREPARED '" + gid + "'"))
                    .toList();
        }

        /** The driver names a statement that it has prepared instead of repeating its text, unless it is told not to. */
        @Override
        String readableOnTheWire(String url) {
            return url + "&prepareThreshold=0";
        }

        @Override
        CutPoint replyLostTo(String command) {
            return CutPoint.replyLost(command);
        }

        @Override
        String commit() {
            return "COMMIT PREPARED";
        }

        @Override
        String prepare() {
            return "PREPARE TRANSACTION";
        }
    },
    MYSQL,
    MARIADB;

    /** A prepared transaction and what rolls it back. */
    record Branch(String name, String rollback) {}

    /** The commands that end all sessions but this one. */
    List<String> endOtherSessions(Connection connection) throws SQLException {
        return strings(
                connection,
                "SELECT concat('KILL ', id) FROM information_schema.processlist WHERE id <> connection_id() AND user ="
                        + " substring_index(current_user(), '@', 1)");
    }

    List<Branch> prepared(Connection connection) throws SQLException {
        List<Branch> branches = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("XA RECOVER")) {
            while (row.next()) {
                byte[] both = row.getBytes("data");
                String hex = HexFormat.of().formatHex(both);
                int border = 2 * row.getInt("gtrid_length");
                String xid = "X'" + hex.substring(0, border) + "',X'" + hex.substring(border) + "',"
                        + row.getLong("formatID");
                branches.add(new Branch(row.getString("data"), "XA ROLLBACK " + xid));
            }
        }
        return branches;
    }

    String readableOnTheWire(String url) {
        return url;
    }

    /** A reply of MySQL has no words, so the cut is behind the request. */
    CutPoint replyLostTo(String command) {
        return CutPoint.replyLostTo(command);
    }

    /** Commits a prepared transaction. */
    String commit() {
        return "XA COMMIT";
    }

    String prepare() {
        return "XA PREPARE";
    }

    /** Where a request or its reply is lost. */
    List<CutPoint> cutPoints(DeliveryStrategy strategy) {
        return switch (strategy) {
            case WRITE_AHEAD_LOG -> List.of(CutPoint.requestLost("COMMIT"), replyLostTo("COMMIT"));
            case TWO_PHASE, TWO_PHASE_INSURED ->
                List.of(
                        CutPoint.requestLost(prepare()),
                        replyLostTo(prepare()),
                        CutPoint.requestLost(commit()),
                        replyLostTo(commit()));
            case IDEMPOTENT, AT_LEAST_ONCE -> List.of(CutPoint.requestLost("INSERT"), replyLostTo("INSERT"));
        };
    }

    private static List<String> strings(Connection connection, String query) throws SQLException {
        List<String> all = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                all.add(row.getString(1));
            }
        }
        return all;
    }
}
