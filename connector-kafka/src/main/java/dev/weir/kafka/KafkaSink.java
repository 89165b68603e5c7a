package dev.weir.kafka;

import dev.weir.codec.Codec;
import dev.weir.codec.CodecRegistry;
import dev.weir.guarantee.Finding;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.sink.ExplainsStrategies;
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
import org.jspecify.annotations.Nullable;

/**
 * Writes records into Kafka's topics, exactly once as {@code read_committed} readers see them.
 *
 * <pre>{@code
 * Sink<Revenue> sink = KafkaSink.<Revenue>builder()
 *         .bootstrapServers("kafka:9092")
 *         .topic("revenue")
 *         .stringKey(Revenue::product)
 *         .jsonValue()
 *         .build();
 * }</pre>
 *
 * <p><b>How.</b> Each commit unit goes in one transaction with an entry in a ledger, a compacted topic ({@code weir-ledger} by
 * default) that is created if it is missing. By {@code TWO_PHASE_INSURED}, the default, records are sent into the transaction
 * while they arrive and the commit comes when the checkpoint is complete; by {@code WRITE_AHEAD_LOG} they are sent then.
 * Nothing is lost whatever becomes of a transaction: the checkpoint has the records, and the ledger says whether they are
 * there. {@code IDEMPOTENT} and {@code AT_LEAST_ONCE} need no transactions; readers see records at once, and some twice after a
 * failure.
 *
 * <p><b>Transactional ids</b> are {@code weir/<job>/<sink>/<shard>} for ever, so that ACLs can name the prefix {@code weir/<job>/}.
 *
 * <p>When a shard is first opened, the sink checks that the topic is there. <b>Errors:</b> {@code DESTINATION_UNAVAILABLE} when
 * nothing answers, {@code DESTINATION_REJECTED} for what no retry mends.
 *
 * <p><b>Threading:</b> safe from any thread; all shards and writers that are open share one admin client.
 */
public final class KafkaSink<T>
        implements SupportsWriteAheadLog<T>,
                SupportsTwoPhaseCommit<T>,
                SupportsIdempotentWriter<T>,
                SupportsWriter<T>,
                SupportsDeadLetters,
                SupportsProbe,
                ExplainsStrategies {
    private final KafkaSinkSettings<T> settings;
    private final SharedCluster shared;

    KafkaSink(KafkaSinkSettings<T> settings) {
        this.settings = settings;
        this.shared = new SharedCluster(this::connect);
    }

    public static <T> KafkaSinkBuilder<T> builder() {
        return new KafkaSinkBuilder<>();
    }

    private SinkCluster connect() {
        SinkAdmin admin = new SinkAdmin(settings.connection());
        boolean sound = false;
        try {
            SinkCluster cluster = new SinkCluster(admin, settings.ledgerTopic(), settings.transactionTimeout());
            String topic = settings.mapping().topic();
            if (topic != null) {
                cluster.requireTopic(topic);
            }
            sound = true;
            return cluster;
        } finally {
            if (!sound) {
                admin.close();
            }
        }
    }

    @Override
    public String kind() {
        return "kafka";
    }

    @Override
    public Codec<T> recordCodec(CodecRegistry registry) {
        return new KafkaRecordCodec<>(settings.mapping());
    }

    @Override
    public LedgerShard<T> openShard(ShardContext context) {
        return new KafkaShard<>(shared.lease(), settings, context);
    }

    @Override
    public TransactionShard<T> openTransactionShard(ShardContext context) {
        return new KafkaShard<>(shared.lease(), settings, context);
    }

    @Override
    public SinkWriter<T> createWriter(SinkContext context) {
        SharedCluster.Lease lease = shared.lease();
        boolean sound = false;
        try {
            SinkWriter<T> writer = new KafkaWriter<>(lease, settings, context);
            sound = true;
            return writer;
        } finally {
            if (!sound) {
                lease.close();
            }
        }
    }

    @Override
    public SinkWriter<T> createIdempotentWriter(SinkContext context) {
        return createWriter(context);
    }

    @Override
    public List<DeliveryStrategy> strategies() {
        List<DeliveryStrategy> able =
                new ArrayList<>(List.of(DeliveryStrategy.TWO_PHASE_INSURED, DeliveryStrategy.WRITE_AHEAD_LOG));
        if (settings.mapping().key() != null) {
            able.add(DeliveryStrategy.IDEMPOTENT);
        }
        able.add(DeliveryStrategy.AT_LEAST_ONCE);
        return List.copyOf(able);
    }

    @Override
    public @Nullable String whyNot(DeliveryStrategy strategy) {
        if (strategy == DeliveryStrategy.TWO_PHASE) {
            return "the public API of Kafka cannot commit a dead writer's transaction before KIP-939 is real, so the only copy"
                    + " of promised records would be in a transaction that expires; use TWO_PHASE_INSURED";
        }
        if (strategy == DeliveryStrategy.IDEMPOTENT && settings.mapping().key() == null) {
            return "records without a key replace nothing when they are written again; give the sink a key or use"
                    + " TWO_PHASE_INSURED";
        }
        return null;
    }

    @Override
    public List<Finding> probe(DeliveryStrategy strategy) {
        try (SinkAdmin admin = new SinkAdmin(settings.connection())) {
            return new KafkaSinkProbe(admin, settings).findings(strategy);
        }
    }

    @Override
    public String deadLetterTarget() {
        return "topic " + settings.deadLetterTopic();
    }

    @Override
    public String toString() {
        return kind() + "[" + settings.mapping().description() + " at " + settings.connection() + "]";
    }
}
