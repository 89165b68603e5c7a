package dev.weir.kafka;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.source.SplitDiscovery;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for new partitions, and whether those that are read are still there: the consumer itself waits for ever, in silence, for a
 * topic that was deleted, for a partition without a leader, and for a cluster that is away.
 */
final class PartitionDiscovery implements SplitDiscovery<KafkaSource.Split> {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionDiscovery.class);

    private final KafkaSourceSettings<?> settings;
    private final AdminCalls calls;
    private final OffsetLookup lookup;

    private PartitionDiscovery(KafkaSourceSettings<?> settings, AdminCalls calls) {
        this.settings = settings;
        this.calls = calls;
        lookup = new OffsetLookup(settings, calls);
    }

    static PartitionDiscovery open(KafkaSourceSettings<?> settings) {
        return new PartitionDiscovery(settings, new AdminCalls(settings.connection()));
    }

    @Override
    public List<KafkaSource.Split> discover(Set<String> known) throws InterruptedException {
        Set<String> names = settings.topics().names(calls);
        PartitionList partitions = PartitionList.of(names, calls);
        Set<String> gone = new TreeSet<>(known);
        partitions.topicIds().forEach((partition, topicId) -> gone.remove(KafkaSource.Split.idOf(partition, topicId)));
        if (!gone.isEmpty()) {
            throw new WeirException(
                    ErrorCode.INVALID_DATA,
                    "Cannot read on: partitions that the job reads are not there any more: their topic was deleted (and"
                            + " perhaps created again), or the source does not name it any more: " + gone + ", reading "
                            + settings.topics() + " of " + settings.connection()
                            + "; name the topic again, or start the job without its state, under another name if its"
                            + " results are to stay");
        }
        if (!partitions.leaderless().isEmpty()) {
            throw new WeirException(
                    ErrorCode.SOURCE,
                    "Cannot read partitions: they have no leader: " + partitions.leaderless() + " in "
                            + settings.connection() + "; start the brokers that have their replicas");
        }
        return settings.discovery() == null ? List.of() : added(partitions, known);
    }

    private List<KafkaSource.Split> added(PartitionList partitions, Set<String> known) throws InterruptedException {
        Set<String> knownTopics = new HashSet<>();
        Set<TopicPartition> added = new HashSet<>();
        partitions.topicIds().forEach((partition, topicId) -> {
            if (known.contains(KafkaSource.Split.idOf(partition, topicId))) {
                knownTopics.add(partition.topic());
            } else {
                added.add(partition);
            }
        });
        Set<TopicPartition> ofNewTopics = new HashSet<>(added);
        ofNewTopics.removeIf(partition -> knownTopics.contains(partition.topic()));
        Map<TopicPartition, Long> starts = lookup.list(ofNewTopics, OffsetSpec.earliest());
        starts.forEach((partition, start) -> {
            if (start > 0) {
                LOG.warn("Partition {} is new to the job and begins at offset {}", partition, start);
            }
        });
        List<KafkaSource.Split> splits = new ArrayList<>();
        partitions.topicIds().forEach((partition, topicId) -> {
            if (added.contains(partition)) {
                splits.add(new KafkaSource.Split(
                        partition.topic(),
                        partition.partition(),
                        topicId,
                        starts.getOrDefault(partition, 0L),
                        KafkaSource.Split.NO_EPOCH,
                        KafkaSource.Split.NO_END));
            }
        });
        return splits;
    }

    @Override
    public void close() {
        calls.close();
    }
}
