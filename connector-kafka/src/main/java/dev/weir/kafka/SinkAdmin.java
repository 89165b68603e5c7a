package dev.weir.kafka;

import dev.weir.error.WeirException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * What the sink asks the cluster about; each call ends within 15 seconds.
 *
 * <p><b>Threading:</b> safe from any thread.
 */
final class SinkAdmin implements AutoCloseable {
    /** A little longer than the client itself tries. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final long PAUSE_NANOS = 20_000_000;

    private final KafkaConnection connection;
    private final Admin admin;

    SinkAdmin(KafkaConnection connection) {
        this.connection = connection;
        try {
            admin = connection.admin();
        } catch (RuntimeException e) {
            throw KafkaFailures.OF_SINK.of("connect to the cluster", connection, e);
        }
    }

    KafkaConnection connection() {
        return connection;
    }

    /** @param what {@code <verb> <thing>} */
    <R> R await(String what, Function<Admin, KafkaFuture<R>> question) {
        try {
            return awaitRaw(question);
        } catch (ExecutionException e) {
            throw KafkaFailures.OF_SINK.of(what, connection, e);
        }
    }

    private <R> R awaitRaw(Function<Admin, KafkaFuture<R>> question) throws ExecutionException {
        try {
            return question.apply(admin).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new ExecutionException(new org.apache.kafka.common.errors.TimeoutException(
                    "no answer within " + PATIENCE.toSeconds() + " s", e));
        } catch (InterruptedException e) {
            throw new ExecutionException(e);
        }
    }

    /** How many partitions a topic has, or 0 if it does not exist. */
    int partitionsOf(String topic) {
        try {
            return describe(topic).partitions().size();
        } catch (ExecutionException e) {
            if (KafkaFailures.causeOf(e) instanceof UnknownTopicOrPartitionException) {
                return 0;
            }
            throw KafkaFailures.OF_SINK.of("look at topic " + topic, connection, e);
        }
    }

    private TopicDescription describe(String topic) throws ExecutionException {
        return Objects.requireNonNull(
                awaitRaw(client -> client.describeTopics(List.of(topic)).allTopicNames())
                        .get(topic));
    }

    /** A topic that exists. */
    TopicDescription topic(String topic) {
        try {
            return describe(topic);
        } catch (ExecutionException e) {
            throw KafkaFailures.OF_SINK.of("look at topic " + topic, connection, e);
        }
    }

    /** Waits until brokers know a topic that was just created. */
    void awaitTopic(String topic) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (partitionsOf(topic) == 0) {
            if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
                throw KafkaFailures.OF_SINK.of(
                        "create topic " + topic,
                        connection,
                        new org.apache.kafka.common.errors.TimeoutException(
                                "no broker knows it after " + PATIENCE.toSeconds() + " s"));
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** The settings of a topic; empty where they may not be read. */
    Map<String, String> topicConfigs(String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try {
            return configs(resource);
        } catch (ExecutionException e) {
            Throwable cause = KafkaFailures.causeOf(e);
            if (cause instanceof AuthorizationException || cause instanceof UnknownTopicOrPartitionException) {
                return Map.of();
            }
            throw KafkaFailures.OF_SINK.of("read the settings of topic " + topic, connection, e);
        }
    }

    /** The settings of a broker; empty where they may not be read. */
    Map<String, String> brokerConfigs(String id) {
        try {
            return configs(new ConfigResource(ConfigResource.Type.BROKER, id));
        } catch (ExecutionException e) {
            if (KafkaFailures.causeOf(e) instanceof AuthorizationException) {
                return Map.of();
            }
            throw KafkaFailures.OF_SINK.of("read the settings of broker " + id, connection, e);
        }
    }

    private Map<String, String> configs(ConfigResource resource) throws ExecutionException {
        Config config = Objects.requireNonNull(
                awaitRaw(client -> client.describeConfigs(List.of(resource)).all())
                        .get(resource));
        Map<String, String> values = new HashMap<>();
        config.entries().forEach(entry -> {
            if (entry.value() != null) {
                values.put(entry.name(), entry.value());
            }
        });
        return values;
    }

    /** The offset before which a partition's first record cannot be. */
    long beginning(TopicPartition partition) {
        return offset(partition, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
    }

    /** The high watermark. */
    long end(TopicPartition partition) {
        return offset(partition, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
    }

    /** The last stable offset: no transaction before it is open. */
    long stableEnd(TopicPartition partition) {
        return offset(partition, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
    }

    private long offset(TopicPartition partition, OffsetSpec which, IsolationLevel isolation) {
        return await(
                        "ask for offsets of " + partition,
                        client -> client.listOffsets(Map.of(partition, which), new ListOffsetsOptions(isolation))
                                .partitionResult(partition))
                .offset();
    }

    /** Whether Kafka's exception behind a failure is of this kind. */
    static boolean isCausedBy(WeirException failure, Class<? extends Throwable> kind) {
        Throwable cause = failure.getCause();
        return cause != null && kind.isInstance(KafkaFailures.causeOf(cause));
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
