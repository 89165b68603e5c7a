package dev.weir.jdbc;

import dev.weir.codec.Codec;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.function.FilterFunction;
import dev.weir.function.MapFunction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gathers the settings of a {@link JdbcSink}; {@link #build} checks them and reports all faults together. */
public final class JdbcSinkBuilder<T> {
    private static final int ROWS_AT_ONCE = 10_000;
    /** The pool takes none that is shorter. */
    private static final long SHORTEST_CONNECT_TIMEOUT = 250;

    private enum Mode {
        INSERT,
        UPSERT,
        DELETE,
        STATEMENT
    }

    private final Mode mode;
    private final String sql;
    private final @Nullable StatementBinder<T> binder;
    private final List<TableTarget.Column<T>> keys = new ArrayList<>();
    private final List<TableTarget.Column<T>> columns = new ArrayList<>();

    private String url = "";
    private String user = "";
    private String password = "";
    private String table = "";
    private @Nullable MapFunction<T, String> tableOf;
    private @Nullable FilterFunction<T> deletes;
    private String ledger = "weir_ledger";
    private String deadLetters = "weir_dead_letters";
    private @Nullable String version;
    private boolean versionTwice;
    private @Nullable MapFunction<T, String> positionOf;
    private int batchSize = 1000;
    private boolean batchSizeChosen;
    private int poolSize = 8;
    private Duration connectTimeout = Duration.ofSeconds(5);
    private Duration statementTimeout = Duration.ofSeconds(30);
    private Duration lockTimeout = Duration.ofSeconds(10);
    private int startTries = 5;
    private Duration startPause = Duration.ofSeconds(1);
    private StatementTarget.CodecSource<T> codec;
    private boolean codecChosen;

    private JdbcSinkBuilder(Class<T> records, Mode mode, String sql, @Nullable StatementBinder<T> binder) {
        this.mode = mode;
        this.sql = sql;
        this.binder = binder;
        this.codec = registry -> registry.codec(records);
    }

    static <T> JdbcSinkBuilder<T> insert(Class<T> records) {
        return new JdbcSinkBuilder<>(records, Mode.INSERT, "", null);
    }

    static <T> JdbcSinkBuilder<T> upsert(Class<T> records) {
        return new JdbcSinkBuilder<>(records, Mode.UPSERT, "", null);
    }

    static <T> JdbcSinkBuilder<T> delete(Class<T> records) {
        return new JdbcSinkBuilder<>(records, Mode.DELETE, "", null);
    }

    static <T> JdbcSinkBuilder<T> statement(Class<T> records, String sql, StatementBinder<T> binder) {
        return new JdbcSinkBuilder<>(records, Mode.STATEMENT, sql, binder);
    }

    /** For example {@code jdbc:postgresql://host:5432/database} or {@code jdbc:mysql://host/database}; parameters go to the driver and have precedence. */
    public JdbcSinkBuilder<T> url(String value) {
        url = value;
        return this;
    }

    public JdbcSinkBuilder<T> user(String value) {
        user = value;
        return this;
    }

    /** Never printed. */
    public JdbcSinkBuilder<T> password(String value) {
        password = value;
        return this;
    }

    /** {@code table} or {@code schema.table}, as the database stores the names. */
    public JdbcSinkBuilder<T> table(String name) {
        table = name;
        return this;
    }

    /**
     * Lets each record name its table, as {@link #table(String)} does. All have the mapped columns. A table is looked for
     * when the first record names it; one that is missing is that record's fault.
     */
    public JdbcSinkBuilder<T> table(MapFunction<T, String> name) {
        tableOf = name;
        return this;
    }

    /** Records that delete the row with their key rather than upsert it; their other columns are not looked at. */
    public JdbcSinkBuilder<T> deleteWhen(FilterFunction<T> condition) {
        deletes = condition;
        return this;
    }

    /** A column of the key of an upsert or delete. */
    public JdbcSinkBuilder<T> key(String column, ColumnValue<T> value) {
        keys.add(new TableTarget.Column<>(column, value));
        return this;
    }

    /**
     * A column, a whole number or a time, that keeps an older value from overwriting a newer one: an upsert changes a row
     * only if its version is not higher than the record's.
     */
    public JdbcSinkBuilder<T> version(String column, ColumnValue<T> value) {
        versionTwice |= version != null;
        version = column;
        columns.add(new TableTarget.Column<>(column, value));
        return this;
    }

    public JdbcSinkBuilder<T> column(String column, ColumnValue<T> value) {
        columns.add(new TableTarget.Column<>(column, value));
        return this;
    }

    /** Keeps a statement's records in segments by this codec rather than by the job's registry. */
    public JdbcSinkBuilder<T> codec(Codec<T> value) {
        codecChosen = true;
        codec = registry -> value.duplicate();
        return this;
    }

    /** The ledger's table; default {@code weir_ledger}. Jobs may share it; it must be in the records' database. */
    public JdbcSinkBuilder<T> ledgerTable(String name) {
        ledger = name;
        return this;
    }

    /**
     * The table for records that the database refuses, where the job keeps them; default {@code weir_dead_letters}. Jobs
     * may share it; it must be in the records' database.
     */
    public JdbcSinkBuilder<T> deadLetterTable(String name) {
        deadLetters = name;
        return this;
    }

    /** Says where a record came from, to be shown with a dead letter; it is kept with each row until that is committed. */
    public JdbcSinkBuilder<T> sourcePosition(MapFunction<T, String> position) {
        positionOf = position;
        return this;
    }

    /** The most records that go to the server at once; default 1000 for a statement, 10,000 for rows of a table. */
    public JdbcSinkBuilder<T> batchSize(int records) {
        batchSizeChosen = true;
        batchSize = records;
        return this;
    }

    /** The most connections that this sink opens in one process; default 8. */
    public JdbcSinkBuilder<T> poolSize(int connections) {
        poolSize = connections;
        return this;
    }

    /** For one connection, or a free one of the pool; default 5 seconds. */
    public JdbcSinkBuilder<T> connectTimeout(Duration timeout) {
        connectTimeout = timeout;
        return this;
    }

    /** For one statement, at the server; a quarter later a server that is silent counts as gone. Default 30 seconds. */
    public JdbcSinkBuilder<T> statementTimeout(Duration timeout) {
        statementTimeout = timeout;
        return this;
    }

    /** For one lock, at the server; default 10 seconds. */
    public JdbcSinkBuilder<T> lockTimeout(Duration timeout) {
        lockTimeout = timeout;
        return this;
    }

    /** How often to try to connect at the start; default 5 times, 1 second apart. */
    public JdbcSinkBuilder<T> startTries(int tries, Duration pause) {
        startTries = tries;
        startPause = pause;
        return this;
    }

    /**
     * Makes the sink; connects to nothing yet.
     *
     * @throws WeirException {@code INVALID_JOB} with all faults
     */
    public JdbcSink<T> build() {
        List<String> faults = new ArrayList<>();
        checkConnection(faults);
        checkMapping(faults);
        checkName("ledgerTable", ledger, faults);
        checkName("deadLetterTable", deadLetters, faults);
        if (!faults.isEmpty()) {
            throw new WeirException(
                    ErrorCode.INVALID_JOB,
                    "Cannot build a JDBC sink: " + faults.size() + " faults: " + String.join("; ", faults)
                            + "; correct them");
        }
        ConnectionSettings connection = new ConnectionSettings(
                Objects.requireNonNull(DatabaseDriver.of(url)),
                url,
                user,
                password,
                poolSize,
                connectTimeout,
                statementTimeout,
                lockTimeout,
                startTries,
                startPause);
        return new JdbcSink<>(
                new JdbcSinkSettings<>(connection, target(), TableName.parse(ledger), TableName.parse(deadLetters)));
    }

    private RecordTarget<T> target() {
        if (binder != null) {
            return new StatementTarget<>(sql, binder, codec, batchSize);
        }
        List<TableTarget.Column<T>> all = new ArrayList<>(keys);
        // The version stands behind the keys, where it is found without reading the other values.
        columns.stream().filter(column -> column.name().equals(version)).forEach(all::add);
        columns.stream().filter(column -> !column.name().equals(version)).forEach(all::add);
        return new TableTarget<>(
                tableOf == null ? TableName.parse(table) : null,
                tableOf,
                all,
                keys.size(),
                version,
                writes(),
                deletes,
                positionOf,
                batchSizeChosen ? batchSize : ROWS_AT_ONCE);
    }

    private TableTarget.Writes writes() {
        if (mode == Mode.DELETE) {
            return TableTarget.Writes.DELETE;
        }
        if (mode == Mode.INSERT) {
            return TableTarget.Writes.INSERT;
        }
        return deletes == null ? TableTarget.Writes.UPSERT : TableTarget.Writes.UPSERT_AND_DELETE;
    }

    private void checkConnection(List<String> faults) {
        if (url.isEmpty()) {
            faults.add("url is missing");
        } else if (DatabaseDriver.of(url) == null) {
            // No more of it is printed: it may hold a password.
            faults.add("url begins with none of " + DatabaseDriver.prefixes());
        }
        checkPositive("batchSize", batchSize, faults);
        checkPositive("poolSize", poolSize, faults);
        checkPositive("startTries", startTries, faults);
        if (connectTimeout.toMillis() < SHORTEST_CONNECT_TIMEOUT) {
            faults.add("connectTimeout=" + connectTimeout + " is below " + SHORTEST_CONNECT_TIMEOUT + " ms");
        }
        checkPositive("statementTimeout", statementTimeout, faults);
        checkPositive("lockTimeout", lockTimeout, faults);
        if (startPause.isNegative()) {
            faults.add("the pause of startTries is negative: " + startPause);
        }
    }

    private void checkMapping(List<String> faults) {
        if (mode == Mode.STATEMENT) {
            if (!table.isEmpty()
                    || tableOf != null
                    || positionOf != null
                    || deletes != null
                    || !keys.isEmpty()
                    || !columns.isEmpty()) {
                faults.add("table, key, column, deleteWhen and sourcePosition mean nothing beside a statement");
            }
            return;
        }
        if (codecChosen) {
            faults.add("a codec is only for a statement: rows have a form of their own");
        }
        if (table.isEmpty() == (tableOf == null)) {
            faults.add(table.isEmpty() ? "table is missing" : "table is given twice, once for each record");
        } else if (!table.isEmpty()) {
            checkName("table", table, faults);
        }
        if (mode == Mode.INSERT && !keys.isEmpty()) {
            faults.add("an insert has no key: use column, or upsert");
        }
        if (mode != Mode.INSERT && keys.isEmpty()) {
            faults.add((mode == Mode.UPSERT ? "an upsert" : "a delete") + " needs a key");
        }
        if (mode == Mode.DELETE && !columns.isEmpty()) {
            faults.add("a delete has only a key: use key, or upsert with deleteWhen");
        }
        if (mode != Mode.UPSERT && deletes != null) {
            faults.add("deleteWhen is only for an upsert");
        }
        checkVersion(faults);
        if (mode == Mode.INSERT && keys.isEmpty() && columns.isEmpty()) {
            faults.add("no column is mapped");
        }
        Set<String> names = new HashSet<>();
        for (List<TableTarget.Column<T>> group : List.of(keys, columns)) {
            for (TableTarget.Column<T> column : group) {
                if (column.name().isEmpty()) {
                    faults.add("a column has no name");
                } else if (!names.add(column.name())) {
                    faults.add("column " + column.name() + " is mapped twice");
                }
            }
        }
    }

    private void checkVersion(List<String> faults) {
        if (version == null) {
            return;
        }
        if (mode != Mode.UPSERT) {
            faults.add("a version is only for an upsert");
        }
        if (versionTwice) {
            faults.add("version is given twice");
        }
        if (deletes != null) {
            faults.add("deleteWhen does not go with a version: a row that is deleted forgets it");
        }
    }

    private static void checkName(String setting, String name, List<String> faults) {
        String fault = TableName.faultOf(name);
        if (fault != null) {
            faults.add(setting + "=" + fault);
        }
    }

    private static void checkPositive(String setting, int value, List<String> faults) {
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
