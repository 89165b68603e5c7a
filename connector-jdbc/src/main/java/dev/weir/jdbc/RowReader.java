package dev.weir.jdbc;

import dev.weir.function.Function;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Makes a record of the row at which a result stands. It only reads columns: it neither moves nor closes the result, and
 * does nothing else that can be seen, since a row may be read again. Null leaves the row out.
 *
 * <p><b>Threading:</b> called by all subtasks at once; it must hold no mutable state.
 */
@FunctionalInterface
public interface RowReader<T> extends Function {
    @Nullable
    T read(ResultSet row) throws SQLException;
}
