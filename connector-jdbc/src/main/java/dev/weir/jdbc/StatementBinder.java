package dev.weir.jdbc;

import dev.weir.function.Function;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Sets all parameters of a statement from one record; it must not execute the statement nor add it to the batch.
 *
 * <p><b>Threading:</b> called by several threads at once, each with a statement of its own.
 */
@FunctionalInterface
public interface StatementBinder<T> extends Function {
    void bind(PreparedStatement statement, T record) throws SQLException;
}
