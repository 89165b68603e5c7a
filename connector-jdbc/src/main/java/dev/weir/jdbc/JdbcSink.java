package dev.weir.jdbc;

import dev.weir.codec.Codec;
import dev.weir.codec.CodecRegistry;
import dev.weir.guarantee.Finding;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.sink.LedgerShard;
import dev.weir.sink.ShardContext;
import dev.weir.sink.SinkContext;
import dev.weir.sink.SinkWriter;
import dev.weir.sink.SupportsDeadLetters;
import dev.weir.sink.SupportsIdempotentWriter;
import dev.weir.sink.SupportsProbe;
import dev.weir.sink.SupportsTwoPhaseCommit;
import dev.weir.sink.SupportsWriteAheadLog;
import dev.weir.sink.SupportsWriter;
import dev.weir.sink.TransactionShard;
import java.util.ArrayList;
import java.util.List;

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
        implements SupportsWriteAheadLog<T>,
                SupportsTwoPhaseCommit<T>,
                SupportsIdempotentWriter<T>,
                SupportsWriter<T>,
                SupportsDeadLetters,
                SupportsProbe {
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
        SharedPool.Lease lease = logged.lease();
        Ledger ledger = new Ledger(settings.ledger(), lease.pool().dialect());
        return new JdbcLedgerShard<>(lease, ledger, writer(lease, LetterBox.Owner.of(context)), context);
    }

    @Override
    public TransactionShard<T> openTransactionShard(ShardContext context) {
        return TransactionalShard.open(settings, logged.lease(), context);
    }

    @Override
    public SinkWriter<T> createWriter(SinkContext context) {
        SharedPool.Lease lease = direct.lease();
        return new JdbcWriter<>(lease, writer(lease, LetterBox.Owner.of(context)));
    }

    /** Idempotent are upserts with a version; see {@link #strategies}. */
    @Override
    public SinkWriter<T> createIdempotentWriter(SinkContext context) {
        return createWriter(context);
    }

    /**
     * An upsert with a version is idempotent too. A record that the table lacks is written again after a failure, and
     * nothing else is changed.
     */
    @Override
    public List<DeliveryStrategy> strategies() {
        List<DeliveryStrategy> able = new ArrayList<>(List.of(
                DeliveryStrategy.WRITE_AHEAD_LOG, DeliveryStrategy.TWO_PHASE_INSURED, DeliveryStrategy.TWO_PHASE));
        if (settings.target().isIdempotent()) {
            able.add(DeliveryStrategy.IDEMPOTENT);
        }
        able.add(DeliveryStrategy.AT_LEAST_ONCE);
        return List.copyOf(able);
    }

    private RecordWriter<T> writer(SharedPool.Lease lease, LetterBox.Owner owner) {
        boolean sound = false;
        try {
            LetterBox letters = LetterBox.open(lease.pool(), settings.deadLetters(), owner);
            RecordWriter<T> writer =
                    new RecordWriter<>(settings.target(), lease.pool().dialect(), letters);
            sound = true;
            return writer;
        } finally {
            if (!sound) {
                lease.close();
            }
        }
    }

    @Override
    public List<Finding> probe(DeliveryStrategy strategy) {
        return new StartCheck(settings.connection(), settings.target()).probe(settings.ledger(), strategy);
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
