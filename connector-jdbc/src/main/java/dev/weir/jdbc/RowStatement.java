package dev.weir.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * One way to write encoded rows to a table.
 *
 * <p><b>Threading:</b> one thread at a time.
 */
interface RowStatement {
    /** Writes at least one row, in order, in the connection's transaction. */
    void write(Connection connection, RowSelection rows) throws SQLException;
}
