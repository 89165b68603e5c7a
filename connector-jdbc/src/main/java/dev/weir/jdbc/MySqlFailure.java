package dev.weir.jdbc;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An error of MySQL or MariaDB by its number (MySQL error message reference; MariaDB error codes), since most have the
 * state HY000.
 */
record MySqlFailure(SQLException cause, @Nullable String state, int code) implements SqlFailure {
    static final int NO_SUCH_TABLE = 1146;
    /** No privilege: for the database, the table, a column, the command. */
    private static final Set<Integer> PRIVILEGES = Set.of(1044, 1142, 1143, 1227);

    /** Connection; transaction state; rolled back. */
    private static final Set<String> PASSING_CLASSES = Set.of("08", "25", "40");

    private static final Set<Integer> PASSING = Set.of(
            1021, 1037, 1040, 1041, 1114, 1203, 1226, // disk, memory, connections
            1053, 1077, 1079, 1317, 1927, 1969, 3024, 4031, // shutdown, killed, timed out
            1205, 1206, 1213, // locks
            1158, 1159, 1160, 1161, 2006, 2013, // network
            1290, 1792, 1836, 3100, 3101); // read-only, replication

    /** Data exception; integrity constraint; the driver cannot send the value. */
    private static final Set<String> CLASSES_OF_RECORDS = Set.of("22", "23", "45", "S1");

    private static final Set<Integer> OF_RECORDS = Set.of(
            1048, 1062, 1169, 1263, 1451, 1452, 1216, 1217, 3819, 4025, // constraints
            1264, 1265, 1292, 1366, 1406, 1411, 1416, 1526, 1690, 3140, 3141, 3156, 3157, 3988, // values
            1118, 1153, 1301, 1644); // a row too large, and what a trigger raises

    private static final int PACKET_TOO_LARGE = 1153;

    static MySqlFailure of(SQLException cause) {
        SQLException telling = SqlFailure.withState(cause);
        return new MySqlFailure(cause, telling.getSQLState(), telling.getErrorCode());
    }

    private boolean isIn(Set<String> classes) {
        return state != null && classes.contains(state.length() < 2 ? state : state.substring(0, 2));
    }

    @Override
    public boolean mayPass() {
        return code != PACKET_TOO_LARGE && (state == null || PASSING.contains(code) || isIn(PASSING_CLASSES));
    }

    /** The server rolls back for certain only when it says so; otherwise the ledger is asked. */
    @Override
    public boolean leavesCommitInDoubt() {
        return !isFaultOfRecord() && !isIn(Set.of("40"));
    }

    @Override
    public boolean isFaultOfRecord() {
        return OF_RECORDS.contains(code) || (!PASSING.contains(code) && isIn(CLASSES_OF_RECORDS));
    }

    /** {@code ON DUPLICATE KEY UPDATE} takes one row after the other. */
    @Override
    public boolean isFaultOfBatch() {
        return false;
    }

    @Override
    public boolean isMissingTable() {
        return code == NO_SUCH_TABLE;
    }

    @Override
    public boolean isMissingPrivilege() {
        return PRIVILEGES.contains(code);
    }

    @Override
    public boolean isMissingUniqueKey() {
        return false;
    }

    @Override
    public String describe() {
        return "SQLSTATE " + (state == null ? "none" : state) + ", error " + code;
    }
}
