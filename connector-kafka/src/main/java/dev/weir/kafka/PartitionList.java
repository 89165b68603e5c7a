package dev.weir.kafka;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The partitions that are there, by topic and number, each with the id of its topic.
 *
 * @param topicIds what a topic is, whatever its name: one that is deleted and created again gets another id
 * @param leaderless those that no broker serves at the moment
 */
record PartitionList(Map<TopicPartition, String> topicIds, Set<String> leaderless) {
    /**
     * Asks the cluster.
     *
     * @param names the topics, of which each has to exist
     */
    static PartitionList of(Set<String> names, AdminCalls calls) throws InterruptedException {
        Map<TopicPartition, String> ids = new LinkedHashMap<>();
        Set<String> leaderless = new TreeSet<>();
        Set<String> missing = new TreeSet<>();
        Map<String, KafkaFuture<TopicDescription>> answers =
                calls.admin().describeTopics(names).topicNameValues();
        for (String name : new TreeSet<>(names)) {
            try {
                TopicDescription topic = calls.awaitRaw(Objects.requireNonNull(answers.get(name)));
                for (TopicPartitionInfo partition : topic.partitions()) {
                    TopicPartition place = new TopicPartition(name, partition.partition());
                    ids.put(place, topic.topicId().toString());
                    if (partition.leader() == null || partition.leader().isEmpty()) {
                        leaderless.add(place.toString());
                    }
                }
            } catch (ExecutionException e) {
                if (!(KafkaFailures.causeOf(e) instanceof UnknownTopicOrPartitionException)) {
                    throw KafkaFailures.OF_SOURCE.of("read topic " + name, calls.connection(), e);
                }
                missing.add(name);
            }
        }
        if (!missing.isEmpty()) {
            throw new WeirException(
                    ErrorCode.INVALID_JOB,
                    "Cannot read topics: they do not exist, or this user may not see them: " + missing + " in "
                            + calls.connection() + "; create them, correct their names, or grant DESCRIBE");
        }
        return new PartitionList(ids, leaderless);
    }
}
