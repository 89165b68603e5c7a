package dev.weir.kafka;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.jspecify.annotations.Nullable;

/**
 * One cluster as one sink uses it: an admin client and readers of the ledger.
 *
 * <p><b>Threading:</b> safe from any thread.
 */
final class SinkCluster implements AutoCloseable {
    private static final Duration MARGIN = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofSeconds(5);

    private final SinkAdmin admin;
    private final LedgerTopic ledgerTopic;
    private final Duration transactionTimeout;
    private volatile int ledgerPartitions;
    private final Map<String, LedgerReader> readers = new HashMap<>();
    /** Those that were looked at or taken over since the sink was opened. */
    private final Set<ShardName> shards = ConcurrentHashMap.newKeySet();

    SinkCluster(SinkAdmin admin, String ledgerTopic, Duration transactionTimeout) {
        this.admin = admin;
        this.ledgerTopic = new LedgerTopic(ledgerTopic, admin);
        this.transactionTimeout = transactionTimeout;
    }

    SinkAdmin admin() {
        return admin;
    }

    KafkaConnection connection() {
        return admin.connection();
    }

    LedgerTopic ledgerTopic() {
        return ledgerTopic;
    }

    /** Makes sure that the ledger's topic is there and keeps its entries. */
    void ensureLedger() {
        ledgerTopic.ensure();
        ledgerPartitions = ledgerTopic.partitions();
    }

    /** How many partitions the ledger's topic had when it was made sure of. */
    int ledgerPartitions() {
        return ledgerPartitions;
    }

    void know(ShardName shard) {
        shards.add(shard);
    }

    /** Refuses a topic that does not exist. */
    void requireTopic(String topic) {
        if (admin.partitionsOf(topic) == 0) {
            throw new WeirException(
                    ErrorCode.DESTINATION_REJECTED,
                    "Cannot write to topic " + topic + ": it does not exist: " + connection()
                            + "; create the topic or correct its name");
        }
    }

    /** The shard's row as it is committed now, or null. */
    @Nullable
    LedgerRow look(ShardName shard) {
        return reader(shard).read(shard, LedgerStability.Patience.LOOK);
    }

    /**
     * The shard's row after every transaction that is open now, or null. Transactions that an older attempt of this sink has
     * left behind are ended; those of other jobs are waited for as long as they may live.
     */
    @Nullable
    LedgerRow readForFence(ShardName shard) {
        return reader(shard)
                .read(
                        shard,
                        new LedgerStability.Patience(
                                transactionTimeout.plus(MARGIN), () -> endTransactionsOfOthers(shard)));
    }

    /** As {@link #readForFence}, but ends nothing and gives up soon: it will be tried again. */
    @Nullable
    LedgerRow readSoon(ShardName shard) {
        return reader(shard).read(shard, new LedgerStability.Patience(SHORT, () -> {}));
    }

    private LedgerReader reader(ShardName shard) {
        synchronized (readers) {
            return readers.computeIfAbsent(shard.sinkPrefix(), prefix -> new LedgerReader(ledgerTopic, admin, prefix));
        }
    }

    /** Shards are taken over one after the other, and the one that comes last may hide the first one's entry. */
    private void endTransactionsOfOthers(ShardName shard) {
        List<String> open = shards.stream()
                .filter(other -> !other.equals(shard) && other.sinkPrefix().equals(shard.sinkPrefix()))
                .map(ShardName::transactionalId)
                .filter(this::isOpen)
                .toList();
        if (!open.isEmpty()) {
            admin.await(
                    "end the transactions " + open + " of an older attempt",
                    client -> client.fenceProducers(open).all());
        }
    }

    private boolean isOpen(String id) {
        try {
            return admin.await(
                                    "describe the transaction of " + id,
                                    client -> client.describeTransactions(List.of(id))
                                            .description(id))
                            .state()
                    == TransactionState.ONGOING;
        } catch (WeirException e) {
            if (SinkAdmin.isCausedBy(e, TransactionalIdNotFoundException.class)) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        synchronized (readers) {
            readers.values().forEach(LedgerReader::close);
            readers.clear();
        }
        admin.close();
    }
}
