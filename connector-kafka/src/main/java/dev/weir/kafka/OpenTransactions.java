package dev.weir.kafka;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.kafka.OpenTransaction.State;
import dev.weir.sink.LedgerEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;

/**
 * The transactions of all sinks in a cluster that are not over, for tools that work while the jobs are down. Transactions of
 * others are neither shown nor touched.
 *
 * <p>Aborting one of a dead job by hand loses nothing: the job's checkpoint holds its records, and the next start writes again
 * whatever the ledger lacks. It only lets readers of committed records go on sooner than the transaction's timeout would. Of a
 * job that lives it ends the attempt: that one is fenced.
 *
 * <p>Only the public interface of Kafka's {@code Admin} is used. <b>Permissions:</b> {@code DESCRIBE} on the transactional ids, {@code
 * READ} on the topics; to abort, {@code WRITE} on the ids, and for one that hangs {@code ALTER} on the cluster.
 *
 * <p><b>Threading:</b> one thread. <b>Errors:</b> {@code DESTINATION_UNAVAILABLE}, {@code DESTINATION_REJECTED}.
 */
public final class OpenTransactions implements AutoCloseable {
    private static final Duration SECOND_LOOK_AFTER = Duration.ofSeconds(1);
    private static final String ID_PATTERN = "weir/.*";

    private final SinkAdmin admin;
    private final LedgerReader ledger;
    private final HangingTransactions hanging;

    private OpenTransactions(SinkAdmin admin, String ledgerTopic) {
        this.admin = admin;
        this.ledger = new LedgerReader(new LedgerTopic(ledgerTopic, admin), admin, "");
        this.hanging = new HangingTransactions(admin);
    }

    /**
     * @param properties of Kafka's clients, for example for TLS and SASL
     * @param ledgerTopic as the sinks name it
     */
    public static OpenTransactions at(String bootstrapServers, Map<String, String> properties, String ledgerTopic) {
        return new OpenTransactions(new SinkAdmin(new KafkaConnection(bootstrapServers, properties)), ledgerTopic);
    }

    /** The oldest first. Takes a second longer if one seems to hang. */
    public List<OpenTransaction> list() {
        Listed listed = look();
        List<HangingTransactions.Hanging> suspects = hanging.of(listed.over());
        if (!suspects.isEmpty()) {
            // Or its producer has begun another one between two of our questions.
            LockSupport.parkNanos(SECOND_LOOK_AFTER.toNanos());
            listed = look();
            List<HangingTransactions.Hanging> again = hanging.of(listed.over());
            suspects = suspects.stream().filter(again::contains).toList();
        }
        List<OpenTransaction> found = new ArrayList<>(listed.open());
        suspects.forEach(one -> found.add(shown(one)));
        found.sort(Comparator.comparing(OpenTransaction::since).thenComparing(OpenTransaction::id));
        return found;
    }

    /** @param over by their producer ids */
    private record Listed(List<OpenTransaction> open, Map<Long, TransactionListing> over) {}

    private Listed look() {
        List<OpenTransaction> open = new ArrayList<>();
        Map<Long, TransactionListing> over = new HashMap<>();
        for (TransactionListing each : admin.await(
                "list transactions",
                client -> client.listTransactions(
                                new ListTransactionsOptions().filterOnTransactionalIdPattern(ID_PATTERN))
                        .all())) {
            Optional<ShardName> shard = ShardName.ofTransactionalId(each.transactionalId());
            if (shard.isEmpty()) {
                continue;
            }
            TransactionDescription description = describe(each.transactionalId());
            Optional<State> state = stateOf(description.state());
            if (state.isPresent()) {
                open.add(shown(shard.get(), state.get(), description));
            } else {
                over.put(each.producerId(), each);
            }
        }
        return new Listed(open, over);
    }

    private TransactionDescription describe(String id) {
        return admin.await(
                "describe transaction " + id,
                client -> client.describeTransactions(List.of(id)).description(id));
    }

    /** Empty if it is over. */
    private static Optional<State> stateOf(TransactionState state) {
        return switch (state) {
            case ONGOING -> Optional.of(State.ONGOING);
            case PREPARE_COMMIT -> Optional.of(State.COMMITTING);
            case PREPARE_ABORT, PREPARE_EPOCH_FENCE -> Optional.of(State.ABORTING);
            case COMPLETE_ABORT, COMPLETE_COMMIT, EMPTY, UNKNOWN -> Optional.empty();
        };
    }

    private OpenTransaction shown(ShardName shard, State state, TransactionDescription described) {
        return new OpenTransaction(
                shard.transactionalId(),
                shard.job(),
                shard.sink(),
                shard.shard(),
                state,
                described.producerId(),
                described.producerEpoch(),
                Instant.ofEpochMilli(described.transactionStartTimeMs().orElse(System.currentTimeMillis())),
                Duration.ofMillis(described.transactionTimeoutMs()),
                described.topicPartitions().stream()
                        .map(Object::toString)
                        .sorted()
                        .toList(),
                entryOf(shard));
    }

    private OpenTransaction shown(HangingTransactions.Hanging one) {
        return new OpenTransaction(
                one.shard().transactionalId(),
                one.shard().job(),
                one.shard().sink(),
                one.shard().shard(),
                State.HANGING,
                one.producerId(),
                one.producerEpoch(),
                one.lastWrite(),
                Duration.ZERO,
                List.of(one.partition().toString()),
                entryOf(one.shard()));
    }

    private LedgerEntry entryOf(ShardName shard) {
        LedgerRow row = ledger.read(shard, LedgerStability.Patience.LOOK);
        return row == null ? LedgerEntry.empty(0) : row.entry();
    }

    /**
     * Ends it. An ongoing one is aborted, and its producer is fenced. Of a hanging one, what stands in its partition is aborted,
     * which loses those records if the ledger has their unit.
     *
     * @throws WeirException {@code DESTINATION_REJECTED} if it is not as it was, or the broker ends it already
     */
    public void abort(OpenTransaction transaction) {
        OpenTransaction now = list().stream()
                .filter(each -> each.id().equals(transaction.id())
                        && each.producerId() == transaction.producerId()
                        && each.producerEpoch() == transaction.producerEpoch()
                        && (each.state() != State.HANGING || each.partitions().equals(transaction.partitions())))
                .findFirst()
                .orElseThrow(() -> refusal(
                        transaction,
                        "it is over, or its producer has begun another one",
                        "list the transactions again"));
        switch (now.state()) {
            case ONGOING ->
                admin.await(
                        "abort transaction " + now.id(),
                        client -> client.fenceProducers(List.of(now.id())).all());
            case HANGING -> hanging.abort(now);
            case COMMITTING, ABORTING ->
                throw refusal(transaction, "the broker is ending it", "wait, and list the transactions again");
        }
    }

    private static WeirException refusal(OpenTransaction transaction, String why, String remedy) {
        return new WeirException(
                ErrorCode.DESTINATION_REJECTED,
                "Cannot abort transaction " + transaction.id() + ": " + why + ": producer=" + transaction.producerId()
                        + " epoch=" + transaction.producerEpoch() + "; " + remedy);
    }

    @Override
    public void close() {
        ledger.close();
        admin.close();
    }
}
