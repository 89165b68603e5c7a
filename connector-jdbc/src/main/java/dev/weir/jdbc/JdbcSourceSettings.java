package dev.weir.jdbc;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a source reads, and how.
 *
 * @param keys the column that orders the rows, then those that tell rows apart which are equal in it
 * @param cut how the rows of a bounded source are cut into ranges
 * @param following null for a bounded source
 */
record JdbcSourceSettings<T>(
        JdbcSourceConnection connection,
        Class<T> records,
        RowReader<T> reader,
        Rows rows,
        List<String> keys,
        Cut cut,
        int fetchSize,
        @Nullable Following following) {

    /** Where the rows come from. */
    sealed interface Rows {
        /** What stands behind FROM. */
        String from(SourceDialect dialect);

        /** For messages. */
        String describe();
    }

    /** All rows of a table or view. */
    record Table(TableName name) implements Rows {
        @Override
        public String from(SourceDialect dialect) {
            return dialect.quoted(name);
        }

        @Override
        public String describe() {
            return "table " + (name.schema().isEmpty() ? "" : name.schema() + ".") + name.table();
        }
    }

    /** The rows of a query. */
    record Query(String sql) implements Rows {
        private static final int SHOWN = 80;

        @Override
        public String from(SourceDialect dialect) {
            // On lines of its own, since it may end with a comment.
            return "(\n" + sql + "\n) AS weir_rows";
        }

        @Override
        public String describe() {
            String line = sql.replaceAll("\\s+", " ").trim();
            return "query \"" + (line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "...") + "\"";
        }
    }

    /**
     * How many ranges are made.
     *
     * @param ranges 0 if it follows from the rows or the parallelism
     * @param rowsPerRange 0 if the rows are not counted for it
     */
    record Cut(int ranges, long rowsPerRange) {
        private static final int RANGES_PER_READER = 4;

        int rangesFor(int parallelism, long rows) {
            if (rowsPerRange > 0) {
                return (int) Math.min(Integer.MAX_VALUE, Math.max(1, (rows + rowsPerRange - 1) / rowsPerRange));
            }
            return ranges > 0 ? ranges : RANGES_PER_READER * parallelism;
        }
    }

    /**
     * How new rows are looked for.
     *
     * @param settleTime how long a key must have been seen before the rows up to it are read
     */
    record Following(Duration pollInterval, Duration settleTime, StartPosition start) {}

    /** Where an incremental source begins. */
    sealed interface StartPosition {}

    /** At the first row. */
    record Beginning() implements StartPosition {}

    /** Behind the rows that are there when the job is first started. */
    record Now() implements StartPosition {}

    /** Behind the rows up to a value. */
    record After(Object value) implements StartPosition {}

    WeirException fault(String reason, String values, String remedy) {
        return new WeirException(ErrorCode.INVALID_JOB, message(reason, values, remedy));
    }

    WeirException fault(String reason, String values, String remedy, Throwable cause) {
        return new WeirException(ErrorCode.INVALID_JOB, message(reason, values, remedy), cause);
    }

    private String message(String reason, String values, String remedy) {
        return "Cannot read " + rows.describe() + ": " + reason + ": " + values + (values.isEmpty() ? "" : ", ")
                + connection.target() + "; " + remedy;
    }
}
