package dev.weir.jdbc;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an SQL error means for a commit, by its SQLSTATE (PostgreSQL documentation, appendix A).
 *
 * @param state the five characters, or null if the driver gave none
 */
record SqlFailure(SQLException cause, @Nullable String state) {
    static final String INSUFFICIENT_PRIVILEGE = "42501";
    static final String UNDEFINED_TABLE = "42P01";
    static final String NO_UNIQUE_CONSTRAINT = "42P10";
    /** {@code ON CONFLICT DO UPDATE} met the same row twice in one statement. */
    static final String CARDINALITY_VIOLATION = "21000";

    private static final String DATABASE_DROPPED = "57P04";
    private static final String COMPLETION_UNKNOWN = "40003";

    /**
     * Connection, transaction state (read-only after a failover, idle for too long), rolled back, resources, operator
     * intervention, system error.
     */
    private static final Set<String> PASSING_CLASSES = Set.of("08", "25", "40", "53", "57", "58");
    /** Lock not available; object in use. */
    private static final Set<String> PASSING_STATES = Set.of("55P03", "55006");
    /** After these the server may have committed although it did not say so. */
    private static final Set<String> DOUBTFUL_CLASSES = Set.of("08", "53", "57", "58", "XX");

    static SqlFailure of(SQLException cause) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof SQLException sql && sql.getSQLState() != null) {
                return new SqlFailure(cause, sql.getSQLState());
            }
        }
        return new SqlFailure(cause, null);
    }

    boolean is(String wanted) {
        return wanted.equals(state);
    }

    /** Whether trying again may help. Without a state it is the client's trouble with the connection. */
    boolean mayPass() {
        if (state == null) {
            return true;
        }
        return !is(DATABASE_DROPPED) && (PASSING_CLASSES.contains(classOf(state)) || PASSING_STATES.contains(state));
    }

    /** Whether a commit that ended like this may have happened. */
    boolean leavesCommitInDoubt() {
        return state == null || is(COMPLETION_UNKNOWN) || DOUBTFUL_CLASSES.contains(classOf(state));
    }

    private static String classOf(String state) {
        return state.length() < 2 ? state : state.substring(0, 2);
    }

    /** The innermost message that the database or driver gave, on one line. */
    String message() {
        Throwable deepest = cause;
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof SQLException) {
                deepest = at;
            }
        }
        String text = String.valueOf(deepest.getMessage());
        return text.replaceFirst("^ERROR: ", "")
                .replaceAll("\\s*\\R\\s*", "; ")
                .replaceFirst("; Position: \\d+$", "")
                .replaceFirst("\\.$", "");
    }

    String describeState() {
        return "SQLSTATE " + (state == null ? "none" : state);
    }
}
