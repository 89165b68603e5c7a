package dev.weir.jdbc;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers the settings of a {@link JdbcSource}; {@link #build} checks them and reports all faults together. */
public final class JdbcSourceBuilder<T> {
    private final Class<T> records;
    private final RowReader<T> reader;
    private final JdbcSourceSettings.Rows rows;

    private String url = "";
    private String user = "";
    private String password = "";
    private final List<String> splitColumns = new ArrayList<>();
    private final List<String> followedColumns = new ArrayList<>();
    private final List<String> furtherColumns = new ArrayList<>();
    private @Nullable Integer splits;
    private @Nullable Long splitSize;
    private int fetchSize = 1000;
    private Duration connectTimeout = Duration.ofSeconds(5);
    private Duration statementTimeout = Duration.ofSeconds(60);
    private int tries = 8;
    private Duration pause = Duration.ofMillis(250);
    private @Nullable Duration pollInterval;
    private @Nullable Duration settleTime;
    private final List<JdbcSourceSettings.StartPosition> starts = new ArrayList<>();

    private JdbcSourceBuilder(Class<T> records, RowReader<T> reader, JdbcSourceSettings.Rows rows) {
        this.records = records;
        this.reader = reader;
        this.rows = rows;
    }

    static <T> JdbcSourceBuilder<T> table(Class<T> records, String name, RowReader<T> reader) {
        return new JdbcSourceBuilder<>(records, reader, new JdbcSourceSettings.Table(TableName.parse(name)));
    }

    static <T> JdbcSourceBuilder<T> query(Class<T> records, String sql, RowReader<T> reader) {
        return new JdbcSourceBuilder<>(records, reader, new JdbcSourceSettings.Query(sql));
    }

    /**
     * For example {@code jdbc:postgresql://host:5432/database}, or with {@code jdbc:mysql:} or {@code jdbc:mariadb:};
     * parameters go to the driver.
     */
    public JdbcSourceBuilder<T> url(String value) {
        url = value;
        return this;
    }

    public JdbcSourceBuilder<T> user(String value) {
        user = value;
        return this;
    }

    /** Never printed. */
    public JdbcSourceBuilder<T> password(String value) {
        password = value;
        return this;
    }

    /** Reads all rows once, in ranges of this column: a whole or decimal number, date, timestamp, text or UUID. */
    public JdbcSourceBuilder<T> splitBy(String column) {
        splitColumns.add(column);
        return this;
    }

    /**
     * Reads rows for ever as they are added, by this column, which grows from row to row: a number, date, timestamp or text. The
     * table needs a primary key or a unique index.
     */
    public JdbcSourceBuilder<T> incremental(String column) {
        followedColumns.add(column);
        return this;
    }

    /** Adds columns that tell rows apart which are equal in the first; needed if neither index nor primary key does. */
    public JdbcSourceBuilder<T> thenBy(String... columns) {
        Collections.addAll(furtherColumns, columns);
        return this;
    }

    /** How many ranges to make, at most; 4 for each subtask unless told. */
    public JdbcSourceBuilder<T> splits(int ranges) {
        splits = ranges;
        return this;
    }

    /** About how many rows a range shall have; the rows are counted at the start. */
    public JdbcSourceBuilder<T> splitSize(long rowsPerRange) {
        splitSize = rowsPerRange;
        return this;
    }

    /** How many rows come from the server at once; default 1000. They are never all in memory. */
    public JdbcSourceBuilder<T> fetchSize(int rowsAtOnce) {
        fetchSize = rowsAtOnce;
        return this;
    }

    /** For one connection; default 5 seconds. */
    public JdbcSourceBuilder<T> connectTimeout(Duration timeout) {
        connectTimeout = timeout;
        return this;
    }

    /**
     * For one answer of the server; a quarter later a server that is silent counts as gone. Default 60 seconds: more is
     * needed where rows must be sorted first.
     */
    public JdbcSourceBuilder<T> statementTimeout(Duration timeout) {
        statementTimeout = timeout;
        return this;
    }

    /**
     * How often in a row the database may fail before the job does, and the pause before the second try, which doubles from
     * try to try up to 30 seconds. Default 8 tries from 250 milliseconds on, which take half a minute.
     */
    public JdbcSourceBuilder<T> tries(int inARow, Duration firstPause) {
        tries = inARow;
        pause = firstPause;
        return this;
    }

    /** How often to look for new rows; default 1 second. */
    public JdbcSourceBuilder<T> pollInterval(Duration interval) {
        pollInterval = interval;
        return this;
    }

    /** The longest time between choosing a key and writing its row; default 1 second. See {@link JdbcSource}. */
    public JdbcSourceBuilder<T> settleTime(Duration time) {
        settleTime = time;
        return this;
    }

    /** Begins with the rows that are there; this is what happens unless told. */
    public JdbcSourceBuilder<T> fromBeginning() {
        starts.add(new JdbcSourceSettings.Beginning());
        return this;
    }

    /** Begins behind the greatest key that can be seen when the job is first started. */
    public JdbcSourceBuilder<T> fromNow() {
        starts.add(new JdbcSourceSettings.Now());
        return this;
    }

    /**
     * Begins behind all rows up to a value of the column: a number, a string, or of {@code java.time} a {@code LocalDate},
     * {@code LocalDateTime}, {@code OffsetDateTime} or {@code Instant}, as the column has it.
     */
    public JdbcSourceBuilder<T> startAfter(Object value) {
        starts.add(new JdbcSourceSettings.After(value));
        return this;
    }

    /**
     * Makes the source; connects to nothing yet.
     *
     * @throws WeirException {@code INVALID_JOB} with all faults
     */
    public JdbcSource<T> build() {
        List<String> faults = new ArrayList<>();
        checkConnection(faults);
        checkRows(faults);
        checkKey(faults);
        boolean bounded = followedColumns.isEmpty();
        if (bounded) {
            if (pollInterval != null || settleTime != null || !starts.isEmpty()) {
                faults.add("pollInterval, settleTime and a start position mean nothing without incremental");
            }
        } else {
            checkFollowing(faults);
        }
        if (!faults.isEmpty()) {
            throw new WeirException(
                    ErrorCode.INVALID_JOB,
                    "Cannot build a JDBC source: " + faults.size() + " faults: " + String.join("; ", faults)
                            + "; correct them");
        }
        List<String> keys = new ArrayList<>(bounded ? splitColumns : followedColumns);
        keys.addAll(furtherColumns);
        Duration second = Duration.ofSeconds(1);
        return new JdbcSource<>(new JdbcSourceSettings<>(
                new JdbcSourceConnection(url, user, password, connectTimeout, statementTimeout, tries, pause),
                records,
                reader,
                rows,
                List.copyOf(keys),
                new JdbcSourceSettings.Cut(splits == null ? 0 : splits, splitSize == null ? 0 : splitSize),
                fetchSize,
                bounded
                        ? null
                        : new JdbcSourceSettings.Following(
                                pollInterval == null ? second : pollInterval,
                                settleTime == null ? second : settleTime,
                                starts.isEmpty() ? new JdbcSourceSettings.Beginning() : starts.get(0))));
    }

    private void checkConnection(List<String> faults) {
        if (url.isEmpty()) {
            faults.add("url is missing");
        } else if (DatabaseDriver.of(url) == null) {
            // No more of it is printed: it may hold a password.
            faults.add("url begins with none of " + DatabaseDriver.prefixes());
        }
        checkPositive("fetchSize", fetchSize, faults);
        checkPositive("tries", tries, faults);
        checkPositive("connectTimeout", connectTimeout, faults);
        checkPositive("statementTimeout", statementTimeout, faults);
        if (pause.isNegative()) {
            faults.add("the pause of tries is negative: " + pause);
        }
    }

    private void checkRows(List<String> faults) {
        if (rows instanceof JdbcSourceSettings.Table table) {
            TableName name = table.name();
            if (name.table().isBlank() || name.table().contains(".")) {
                faults.add(rows.describe() + " is not of the form table or schema.table");
            }
        } else if (rows instanceof JdbcSourceSettings.Query query) {
            String sql = query.sql().trim();
            if (sql.isEmpty()) {
                faults.add("the query is empty");
            } else if (sql.endsWith(";")) {
                faults.add("the query ends with a semicolon, but becomes part of another one");
            }
            if (!followedColumns.isEmpty()) {
                faults.add("incremental needs a table: who writes it cannot be found out for a query");
            }
        }
    }

    private void checkKey(List<String> faults) {
        if (splitColumns.size() + followedColumns.size() != 1) {
            faults.add("give exactly one of splitBy and incremental, once");
        }
        List<String> all = new ArrayList<>(splitColumns);
        all.addAll(followedColumns);
        all.addAll(furtherColumns);
        if (all.stream().anyMatch(String::isBlank)) {
            faults.add("a column has no name");
        }
        if (new HashSet<>(all).size() < all.size()) {
            faults.add("a column is twice in the key: " + String.join(", ", all));
        }
        if (splits != null && splitSize != null) {
            faults.add("splits and splitSize exclude each other");
        }
        if (!followedColumns.isEmpty() && (splits != null || splitSize != null)) {
            faults.add("splits and splitSize mean nothing with incremental");
        }
        if (splits != null) {
            checkPositive("splits", splits, faults);
        }
        if (splitSize != null) {
            checkPositive("splitSize", splitSize, faults);
        }
    }

    private void checkFollowing(List<String> faults) {
        if (starts.size() > 1) {
            faults.add("fromBeginning, fromNow and startAfter exclude each other");
        }
        if (pollInterval != null) {
            checkPositive("pollInterval", pollInterval, faults);
        }
        if (settleTime != null && settleTime.isNegative()) {
            faults.add("settleTime is negative: " + settleTime);
        }
    }

    private static void checkPositive(String setting, long value, List<String> faults) {
        if (value <= 0) {
            faults.add(setting + "=" + value + " is not positive");
        }
    }

    private static void checkPositive(String setting, Duration value, List<String> faults) {
        if (value.toMillis() <= 0) {
            faults.add(setting + "=" + value + " is not at least a millisecond");
        }
    }
}
