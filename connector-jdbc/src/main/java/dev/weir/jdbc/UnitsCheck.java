package dev.weir.jdbc;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Finds out before the first transaction whether the table beside the ledger can be used, and creates it if there is none.
 *
 * @param target the database, for messages
 */
record UnitsCheck(UnitsTable units, String target) {
    void run(ConnectionPool pool) {
        try (Connection connection = pool.connection()) {
            // Only if it is missing: MySQL lets any change of a table wait for its prepared branches.
            if (!exists(connection)) {
                create(connection);
            }
            plan(connection);
            connection.rollback();
        } catch (SQLException e) {
            throw failure("reach", e, "it will be tried again");
        }
    }

    private boolean exists(Connection connection) throws SQLException {
        return units.dialect().shapeOf(connection, units.table()).exists();
    }

    private void create(Connection connection) throws SQLException {
        try (Statement create = connection.createStatement()) {
            create.execute(units.createTable());
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            // Another subtask may have been faster.
            if (!exists(connection)) {
                throw failure("create", e, "let someone who may run: " + units.createTable() + "; and " + privileges());
            }
        }
    }

    private void plan(Connection connection) throws SQLException {
        try {
            units.dialect().plan(connection, units.insertToPlan());
            units.dialect().plan(connection, units.deleteToPlan());
        } catch (SQLException e) {
            boolean missing = units.dialect().failure(e).isMissingPrivilege();
            throw failure(
                    "use",
                    e,
                    missing ? privileges() : "drop it if it is no longer used, or make it as " + units.createTable());
        }
    }

    private String privileges() {
        return "GRANT SELECT, INSERT, DELETE ON " + units.dialect().quote(units.table()) + " TO the user of the sink";
    }

    private WeirException failure(String verb, SQLException e, String remedy) {
        SqlFailure failure = units.dialect().failure(e);
        return new WeirException(
                failure.mayPass() ? ErrorCode.DESTINATION_UNAVAILABLE : ErrorCode.DESTINATION_REJECTED,
                "Cannot " + verb + " table " + units.table() + ", which transactions need beside the ledger: "
                        + failure.message() + ": " + failure.describe() + ", " + target + "; " + remedy,
                e);
    }
}
