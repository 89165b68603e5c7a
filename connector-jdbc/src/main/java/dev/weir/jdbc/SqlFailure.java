package dev.weir.jdbc;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What an SQL error means for a commit. Which error says what, each database decides for itself. */
sealed interface SqlFailure permits PostgresFailure, MySqlFailure {
    SQLException cause();

    /** The five characters of the SQLSTATE, or null if the driver gave none. */
    @Nullable
    String state();

    /** Whether trying again may help. Without a state it is the client's trouble with the connection. */
    boolean mayPass();

    /** Whether a commit that ended like this may have happened. */
    boolean leavesCommitInDoubt();

    /** Whether the values of a record are at fault: they are too long, null, double, out of range or refused by a check. */
    boolean isFaultOfRecord();

    /** Whether a statement met the same row twice, which it would not have with one record at a time. */
    boolean isFaultOfBatch();

    boolean isMissingTable();

    boolean isMissingPrivilege();

    /** Of an upsert. */
    boolean isMissingUniqueKey();

    /** The state, and the error's number where the database has numbers. */
    String describe();

    /** The innermost message that the database or driver gave, on one line. */
    default String message() {
        Throwable deepest = cause();
        for (Throwable at = cause(); at != null; at = at.getCause()) {
            if (at instanceof SQLException) {
                deepest = at;
            }
        }
        String text = String.valueOf(deepest.getMessage());
        return text.replaceFirst("^ERROR: ", "")
                .replaceFirst("^\\(conn=\\d+\\) ", "")
                .replaceAll("\\s*\\R\\s*", "; ")
                .replaceFirst("; Position: \\d+$", "")
                .replaceFirst("\\.$", "");
    }

    /** The first error with a state among the causes: pools wrap the driver's. */
    static SQLException withState(SQLException outer) {
        for (Throwable at = outer; at != null; at = at.getCause()) {
            if (at instanceof SQLException sql && sql.getSQLState() != null) {
                return sql;
            }
        }
        return outer;
    }
}
