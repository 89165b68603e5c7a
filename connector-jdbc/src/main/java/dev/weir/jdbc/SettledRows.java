package dev.weir.jdbc;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Opens results into whose range no row can come any more, given that everyone who writes into it has begun.
 *
 * <p><b>Lifecycle:</b> {@link #begin} for a range, {@link #open} until it gives a result, {@link #isLast} when that is read.
 */
interface SettledRows<T> {
    /** A range is to be read whose end is settled from now on. */
    void begin() throws SQLException;

    /** The rows behind a key and up to a value, or null as long as someone writes there who has not committed. */
    @Nullable
    JdbcRowCursor<T> open(List<Object> behind, Object upTo) throws SQLException;

    /** Whether a result, read to its end, went up to the end of the range. */
    boolean isLast(JdbcRowCursor<T> cursor) throws SQLException;
}
