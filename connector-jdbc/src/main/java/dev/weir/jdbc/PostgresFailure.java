package dev.weir.jdbc;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An error by its SQLSTATE (PostgreSQL documentation, appendix A). */
record PostgresFailure(SQLException cause, @Nullable String state) implements SqlFailure {
    static final String UNDEFINED_TABLE = "42P01";
    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final String NO_UNIQUE_CONSTRAINT = "42P10";
    /** {@code ON CONFLICT DO UPDATE} met the same row twice in one statement. */
    private static final String CARDINALITY_VIOLATION = "21000";

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
    /** Data exception; integrity constraint; a view's check option; program limits, such as a row too large. */
    private static final Set<String> CLASSES_OF_RECORDS = Set.of("22", "23", "44", "54");
    /** What a trigger raises. */
    private static final String RAISED = "P0001";

    static PostgresFailure of(SQLException cause) {
        return new PostgresFailure(cause, SqlFailure.withState(cause).getSQLState());
    }

    private boolean is(String wanted) {
        return wanted.equals(state);
    }

    private boolean isIn(Set<String> classes) {
        return state != null && classes.contains(state.length() < 2 ? state : state.substring(0, 2));
    }

    @Override
    public boolean mayPass() {
        return state == null || (!is(DATABASE_DROPPED) && (isIn(PASSING_CLASSES) || PASSING_STATES.contains(state)));
    }

    @Override
    public boolean leavesCommitInDoubt() {
        return state == null || is(COMPLETION_UNKNOWN) || isIn(DOUBTFUL_CLASSES);
    }

    @Override
    public boolean isFaultOfRecord() {
        return isIn(CLASSES_OF_RECORDS) || is(RAISED);
    }

    @Override
    public boolean isFaultOfBatch() {
        return is(CARDINALITY_VIOLATION);
    }

    @Override
    public boolean isMissingTable() {
        return is(UNDEFINED_TABLE);
    }

    @Override
    public boolean isMissingPrivilege() {
        return is(INSUFFICIENT_PRIVILEGE);
    }

    @Override
    public boolean isMissingUniqueKey() {
        return is(NO_UNIQUE_CONSTRAINT);
    }

    @Override
    public String describe() {
        return "SQLSTATE " + (state == null ? "none" : state);
    }
}
