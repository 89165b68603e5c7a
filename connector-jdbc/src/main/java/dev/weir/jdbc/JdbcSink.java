package dev.weir.jdbc;

import dev.weir.codec.Codec;
import dev.weir.codec.CodecRegistry;
import dev.weir.sink.LedgerShard;
import dev.weir.sink.ShardContext;
import dev.weir.sink.SinkContext;
import dev.weir.sink.SinkWriter;
import dev.weir.sink.SupportsDeadLetters;
import dev.weir.sink.SupportsTwoPhaseCommit;
import dev.weir.sink.SupportsWriteAheadLog;
import dev.weir.sink.SupportsWriter;
import dev.weir.sink.TransactionShard;

/**
 * Writes records into a database, exactly once: PostgreSQL, MySQL 8 or MariaDB. Each commit unit goes in one local
 * transaction with a row of a ledger table, {@code weir_ledger} by default, which is created if it is missing.
 *
 * <pre>{@code
 * Sink<Revenue> sink = JdbcSink.upsert(Revenue.class)
 *         .url("jdbc:postgresql://localhost/shop").user("weir").password(secret)
 *         .table("revenue")
 *         .key("product", Revenue::product)
 *         .column("total", Revenue::total)
 *         .build();
 * }</pre>
 *
 * <p>When a shard is first opened, the sink tries to connect for about five seconds and checks table, columns and
 * ledger. <b>Errors:</b> {@code DESTINATION_UNAVAILABLE} when nothing answers, {@code DESTINATION_REJECTED} for what no
 * retry mends.
 *
 * <p><b>Threading:</b> safe from any thread; all shards and writers that are open share one pool of connections.
 */
public final class JdbcSink<T>
        implements SupportsWriteAheadLog<T>, SupportsTwoPhaseCommit<T>, SupportsWriter<T>, SupportsDeadLetters {
    private final JdbcSinkSettings<T> settings;
    private final SharedPool logged;
    private final SharedPool direct;

    JdbcSink(JdbcSinkSettings<T> settings) {
        this.settings = settings;
        StartCheck check = new StartCheck(settings.connection(), settings.target());
        this.logged = new SharedPool(() -> pool(check.run(settings.ledger())));
        this.direct = new SharedPool(() -> pool(check.run()));
    }

    private ConnectionPool pool(Dialect dialect) {
        return new ConnectionPool(settings.connection(), settings.target().needs(), dialect);
    }

    /** Inserts each record as a row. */
    public static <T> JdbcSinkBuilder<T> insert(Class<T> records) {
        return JdbcSinkBuilder.insert(records);
    }

    /** Inserts each record as a row, or updates all other columns of the row with the same key. */
    public static <T> JdbcSinkBuilder<T> upsert(Class<T> records) {
        return JdbcSinkBuilder.upsert(records);
    }

    /** Deletes the row with each record's key, if it is there. */
    public static <T> JdbcSinkBuilder<T> delete(Class<T> records) {
        return JdbcSinkBuilder.delete(records);
    }

    /** Runs a statement with {@code ?} parameters for each record. */
    public static <T> JdbcSinkBuilder<T> statement(Class<T> records, String sql, StatementBinder<T> binder) {
        return JdbcSinkBuilder.statement(records, sql, binder);
    }

    @Override
    public String kind() {
        return settings.connection().driver().kind();
    }

    @Override
    public Codec<T> recordCodec(CodecRegistry registry) {
        return settings.target().codec(registry);
    }

    @Override
    public LedgerShard<T> openShard(ShardContext context) {
        LetterBox.Owner letters = new LetterBox.Owner(
                context.jobName(), context.sinkUid(), context.shard(), context.deadLetters(), context.clock());
        SharedPool.Lease lease = logged.lease();
        Ledger ledger = new Ledger(settings.ledger(), lease.pool().dialect());
        return new JdbcLedgerShard<>(lease, ledger, writer(lease, letters), context);
    }

    @Override
    public TransactionShard<T> openTransactionShard(ShardContext context) {
        return TransactionalShard.open(settings, logged.lease(), context);
    }

    @Override
    public SinkWriter<T> createWriter(SinkContext context) {
        LetterBox.Owner letters = new LetterBox.Owner(
                context.jobName(), context.sinkUid(), context.subtaskIndex(), context.deadLetters(), context.clock());
        SharedPool.Lease lease = direct.lease();
        return new JdbcWriter<>(lease, writer(lease, letters));
    }

    private RecordWriter<T> writer(SharedPool.Lease lease, LetterBox.Owner letters) {
        Dialect dialect = lease.pool().dialect();
        LetterSql sql = new LetterSql(dialect, settings.deadLetters());
        try {
            if (letters.policy().areKept()) {
                LetterBox.prepare(lease.pool(), sql);
            }
            return new RecordWriter<>(settings.target(), dialect, new LetterBox(sql, letters));
        } catch (RuntimeException e) {
            lease.close();
            throw e;
        }
    }

    @Override
    public String deadLetterTarget() {
        return "table " + settings.deadLetters();
    }

    @Override
    public String toString() {
        return kind() + "[" + settings.target().description() + " at "
                + settings.connection().target() + "]";
    }
}
