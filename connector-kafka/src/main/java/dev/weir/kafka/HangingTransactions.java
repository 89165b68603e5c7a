package dev.weir.kafka;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds transactions that are over for their coordinator and open in a partition: where the last stable offset stays behind the
 * high watermark, and a producer of ours whose transaction is complete has one open.
 *
 * <p><b>Threading:</b> one thread.
 */
final class HangingTransactions {
    private final SinkAdmin admin;

    HangingTransactions(SinkAdmin admin) {
        this.admin = admin;
    }

    /**
     * A part of a transaction in one partition.
     *
     * @param coordinatorEpoch of the coordinator that wrote the producer's last marker, -1 if there was none
     */
    record Hanging(
            ShardName shard,
            TopicPartition partition,
            long startOffset,
            long producerId,
            int producerEpoch,
            int coordinatorEpoch,
            Instant lastWrite) {}

    /** @param ended by their producer ids, transactions of ours that are over for the coordinator */
    List<Hanging> of(Map<Long, TransactionListing> ended) {
        List<Hanging> found = new ArrayList<>();
        List<TopicPartition> stuck = ended.isEmpty() ? List.of() : unstable();
        if (stuck.isEmpty()) {
            return found;
        }
        admin.await(
                        "list the producers of " + stuck,
                        client -> client.describeProducers(stuck).all())
                .forEach((partition, state) -> {
                    for (ProducerState producer : state.activeProducers()) {
                        TransactionListing over = ended.get(producer.producerId());
                        if (over != null
                                && producer.currentTransactionStartOffset().isPresent()) {
                            found.add(new Hanging(
                                    ShardName.ofTransactionalId(over.transactionalId())
                                            .orElseThrow(),
                                    partition,
                                    producer.currentTransactionStartOffset().getAsLong(),
                                    producer.producerId(),
                                    producer.producerEpoch(),
                                    producer.coordinatorEpoch().orElse(-1),
                                    Instant.ofEpochMilli(producer.lastTimestamp())));
                        }
                    }
                });
        return found;
    }

    /** The partitions that readers of committed records cannot read to their end. */
    private List<TopicPartition> unstable() {
        List<TopicPartition> partitions = admin
                .await(
                        "describe the topics",
                        client -> client.describeTopics(names()).allTopicNames())
                .values()
                .stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .toList();
        // The ends first: a partition is stuck if its stable end has not passed what was the end before.
        Map<TopicPartition, Long> ends = ends(partitions, IsolationLevel.READ_UNCOMMITTED);
        Map<TopicPartition, Long> stable = ends(partitions, IsolationLevel.READ_COMMITTED);
        return partitions.stream()
                .filter(partition -> stable.getOrDefault(partition, 0L) < ends.getOrDefault(partition, 0L))
                .toList();
    }

    private List<String> names() {
        return List.copyOf(
                admin.await("list the topics", client -> client.listTopics().names()));
    }

    private Map<TopicPartition, Long> ends(List<TopicPartition> partitions, IsolationLevel level) {
        Map<TopicPartition, OffsetSpec> latest =
                partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
        return admin
                .await(
                        "ask for the ends of the topics",
                        client -> client.listOffsets(latest, new ListOffsetsOptions(level))
                                .all())
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, end -> end.getValue().offset()));
    }

    /** Writes the marker that is missing, as an abort. */
    void abort(OpenTransaction transaction) {
        for (Hanging part : of(Map.of(
                transaction.producerId(),
                new TransactionListing(
                        transaction.id(), transaction.producerId(), TransactionState.COMPLETE_COMMIT)))) {
            if (part.coordinatorEpoch() < 0) {
                throw new WeirException(
                        ErrorCode.DESTINATION_REJECTED,
                        "Cannot abort transaction " + transaction.id() + ": the broker does not say the epoch of its"
                                + " coordinator: " + part.partition()
                                + "; use kafka-transactions.sh abort with the producer's start offset");
            }
            admin.await(
                    "abort transaction " + transaction.id() + " in " + part.partition(),
                    client -> client.abortTransaction(new AbortTransactionSpec(
                                    part.partition(),
                                    part.producerId(),
                                    (short) part.producerEpoch(),
                                    part.coordinatorEpoch()))
                            .all());
        }
    }
}
