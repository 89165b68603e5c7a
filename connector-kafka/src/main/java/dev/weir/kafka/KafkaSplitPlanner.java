package dev.weir.kafka;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Plans the splits of a fresh start: what "latest" or a timestamp means is decided here, once. */
final class KafkaSplitPlanner {
    private final KafkaSourceSettings<?> settings;
    private final AdminCalls calls;

    private KafkaSplitPlanner(KafkaSourceSettings<?> settings, AdminCalls calls) {
        this.settings = settings;
        this.calls = calls;
    }

    static List<KafkaSource.Split> plan(KafkaSourceSettings<?> settings) throws InterruptedException {
        try (AdminCalls calls = new AdminCalls(settings.connection())) {
            return new KafkaSplitPlanner(settings, calls).plan();
        }
    }

    private List<KafkaSource.Split> plan() throws InterruptedException {
        Set<String> names = settings.topics().names(calls);
        if (names.isEmpty() && settings.discovery() == null) {
            throw new WeirException(
                    ErrorCode.INVALID_JOB,
                    "Cannot read " + settings.topics() + ": no topic matches that this user may see: "
                            + settings.connection() + "; correct the pattern, create a topic, or grant DESCRIBE");
        }
        PartitionList partitions = PartitionList.of(names, calls);
        OffsetLookup lookup = new OffsetLookup(settings, calls);
        lookup.refuseGroupInUse();
        Set<TopicPartition> all = partitions.topicIds().keySet();
        if (all.isEmpty()) {
            return List.of();
        }
        Map<TopicPartition, Long> starts = settings.starting().resolve(all, lookup);
        refuseBeyondEnd(starts, lookup);
        KafkaOffsets stopping = settings.stopping();
        Map<TopicPartition, Long> ends = stopping == null ? Map.of() : stopping.resolve(all, lookup);
        List<KafkaSource.Split> splits = new ArrayList<>();
        partitions
                .topicIds()
                .forEach((partition, topicId) -> splits.add(new KafkaSource.Split(
                        partition.topic(),
                        partition.partition(),
                        topicId,
                        starts.getOrDefault(partition, 0L),
                        KafkaSource.Split.NO_EPOCH,
                        ends.getOrDefault(partition, KafkaSource.Split.NO_END))));
        return splits;
    }

    private void refuseBeyondEnd(Map<TopicPartition, Long> starts, OffsetLookup lookup) throws InterruptedException {
        Map<TopicPartition, Long> ends = lookup.logEnds(starts.keySet());
        List<String> beyond = new ArrayList<>();
        starts.forEach((partition, start) -> {
            long end = ends.getOrDefault(partition, 0L);
            if (start > end) {
                beyond.add(partition + " at " + start + ", its end is " + end);
            }
        });
        if (!beyond.isEmpty()) {
            beyond.sort(String::compareTo);
            throw new WeirException(
                    ErrorCode.INVALID_JOB,
                    "Cannot begin to read: positions are behind the end of their partitions: " + beyond
                            + "; correct startingOffsets(...)");
        }
    }
}
