package dev.weir.jdbc;

import dev.weir.codec.Codec;
import dev.weir.guarantee.Finding;
import dev.weir.source.Boundedness;
import dev.weir.source.DeclaresReplay;
import dev.weir.source.Source;
import dev.weir.source.SourceReader;
import dev.weir.source.SourceReaderContext;
import dev.weir.source.SourceSplit;
import dev.weir.source.SplitPlanContext;
import java.util.List;

/**
 * Reads the rows of a table or query from PostgreSQL, MySQL 8 or MariaDB: once, or for ever as they are added.
 *
 * <pre>{@code
 * Source<Order, ?> all = JdbcSource.table(Order.class, "shop.orders", row -> new Order(row.getLong("id")))
 *         .url("jdbc:postgresql://localhost/shop").user("weir").password(secret)
 *         .splitBy("id")
 *         .build();
 * Source<Order, ?> added = JdbcSource.table(Order.class, "shop.orders", row -> new Order(row.getLong("id")))
 *         .url("jdbc:postgresql://localhost/shop").user("weir").password(secret)
 *         .incremental("id")
 *         .build();
 * }</pre>
 *
 * <p><b>Keys.</b> Rows are read in the order of a key, and a checkpoint keeps the key of the last row: a restored job, or
 * a reader that lost its connection, goes on behind it. The key is the column of {@code splitBy} or {@code incremental},
 * with the columns of {@code thenBy} behind it. If these are not unique by an index, the table's primary key is added. Of a
 * query or a view nobody can know: two rows in a row with equal keys end the job before the first of them is given out.
 * Text that only a collation takes as equal is not noticed there; let a query order by a column that is unique in its
 * collation. Rows with NULL in the key have no place in the order: they are an error at the start, and rows that get one
 * later are not read. An index on the key makes the difference between reading rows and sorting a table.
 *
 * <p><b>Bounded.</b> The rows are cut into ranges of the key that subtasks read in parallel: numbers, dates and timestamps
 * into ranges of equal length between the least and the greatest, others into ranges with equally many rows, for which the
 * key's index is read once. Each range is read by one query, hence from one snapshot of the database, which is taken when
 * the range's turn comes: ranges see the table at different times, and so does the rest of a range after a restore or a
 * lost connection. A table that does not change is read exactly; of one that changes, each row that is there all the time
 * and whose key does not change is read exactly once, and others or not, or in a later version than their neighbours.
 * Rows above the greatest key of the start are not read.
 *
 * <p><b>Incremental.</b> New rows are looked for again and again by a key that grows: an id of a sequence or auto-increment,
 * or a timestamp that each change sets anew. Keys are given out before transactions commit, and not in the order of the
 * commits, so a row may appear behind one with a greater key. It is not lost:
 *
 * <ol>
 *   <li>The greatest key that can be seen is looked up. Rows up to it are read no sooner than {@code settleTime} later. Who
 *       got a smaller key has begun to write by then.
 *   <li>On PostgreSQL, the transactions that hold the table's {@code ROW EXCLUSIVE} lock at that time are waited for, as
 *       {@code CREATE INDEX CONCURRENTLY} does; every writer takes that lock and keeps it to its end. It shows in {@code
 *       pg_locks}, to everybody, and unlike {@code xmin} it does not wrap around, is not changed by freezing, and does not
 *       wait for long transactions on other tables. On MySQL and MariaDB, rows are read with {@code FOR SHARE NOWAIT}
 *       ({@code LOCK IN SHARE MODE NOWAIT}) under READ COMMITTED, which meets rows of transactions that have not committed,
 *       locks no gaps, and holds no lock for longer than it takes to fetch a batch. The privilege
 *       {@code SELECT} is enough, but for MySQL before 8.0.22.
 *   <li>Then the rows are read. A transaction that stays open holds the source back, and nothing else; how long it lives
 *       does not matter.
 * </ol>
 *
 * <p>{@code settleTime} thus has to cover the time from when a key is chosen to when its row is written, <em>not</em> to the
 * commit. One second, the default, is plenty where the insert chooses the key. It must be longer for keys that are chosen
 * before: timestamps that name the begin of a transaction ({@code now()} of PostgreSQL), timestamps of machines whose
 * clocks differ, ids that a client takes from a sequence in advance. It must be longer than the timestamps' resolution.
 * Sequences with {@code CACHE} above 1 give out ids in no order and are refused on PostgreSQL. Writers cannot be seen
 * where rows arrive by replication: read from the primary. Deletions are not seen. A row that is changed again before it is
 * read is read after the later change; one that is changed more often than every {@code settleTime} waits until it rests.
 *
 * <p><b>Event time.</b> The ranges of a subtask are read in their order, as one sequence. On MySQL and MariaDB the session's
 * time zone is UTC: {@code TIMESTAMP} columns are read as they are, and {@code DATETIME} columns, which have no zone, best
 * with {@code getObject(column, LocalDateTime.class)}.
 *
 * <p><b>Errors.</b> What is wrong with the settings is {@code INVALID_JOB} before the first record; a row that the reader
 * does not take, {@code INVALID_DATA}; a database that stays away for longer than the tries last, {@code SOURCE}.
 *
 * @param <T> records
 */
public final class JdbcSource<T> implements Source<T, JdbcSource.Split>, DeclaresReplay {
    private final JdbcSourceSettings<T> settings;

    JdbcSource(JdbcSourceSettings<T> settings) {
        this.settings = settings;
    }

    /** Reads a table or view: {@code table} or {@code schema.table}, as the database stores the names. */
    public static <T> JdbcSourceBuilder<T> table(Class<T> records, String name, RowReader<T> reader) {
        return JdbcSourceBuilder.table(records, name, reader);
    }

    /**
     * Reads the result of a query, once for each range: with {@code WHERE} around it, so that it should be a query into which
     * the database can push a condition. It needs no order.
     */
    public static <T> JdbcSourceBuilder<T> query(Class<T> records, String sql, RowReader<T> reader) {
        return JdbcSourceBuilder.query(records, sql, reader);
    }

    /**
     * A range of rows and how far it was read.
     *
     * @param range counted in the order of the key
     * @param columns the columns of the key
     * @param types the types of these columns, as the source sees them
     * @param behind the key of the last row, or values of its first columns behind which the range begins; empty if it
     *     begins with the first row
     * @param upTo the last value of the first column in the range; empty if it has no end
     */
    public record Split(int range, List<String> columns, List<String> types, List<String> behind, List<String> upTo)
            implements SourceSplit {
        public Split {
            columns = List.copyOf(columns);
            types = List.copyOf(types);
            behind = List.copyOf(behind);
            upTo = List.copyOf(upTo);
        }

        @Override
        public String splitId() {
            // Their order as text is their order.
            return "range-%09d".formatted(range);
        }

        Split at(List<String> key) {
            return new Split(range, columns, types, key, upTo);
        }
    }

    @Override
    public Boundedness boundedness() {
        return settings.following() == null ? Boundedness.BOUNDED : Boundedness.UNBOUNDED;
    }

    @Override
    public List<Split> planSplits(SplitPlanContext context) {
        return new JdbcSplitPlanner(settings).plan(context.parallelism());
    }

    @Override
    public SourceReader<Split> createReader(SourceReaderContext<T> context) {
        JdbcSourceSettings.Following following = settings.following();
        return following == null
                ? new JdbcRangeReader<>(settings, context)
                : new JdbcFollowingReader<>(settings, following, context);
    }

    @Override
    public Codec<Split> splitCodec() {
        return JdbcSplitCodec.INSTANCE;
    }

    @Override
    public Finding replay() {
        return Finding.good(
                kind(),
                "reads on behind the last key in the checkpoint; a row that was changed meanwhile comes as it is");
    }

    @Override
    public String kind() {
        return "jdbc";
    }

    @Override
    public String toString() {
        return kind() + "[" + settings.rows().describe() + " at "
                + settings.connection().target() + "]";
    }
}
