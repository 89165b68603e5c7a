package dev.weir.cli.demo;

import dev.weir.examples.orders.KafkaRevenueJob;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How many orders no complete checkpoint holds yet, as tools for consumer lag see it: the job tells its group's offsets after each
 * checkpoint. Not thread-safe.
 */
final class Backlog implements AutoCloseable {

    private static final Duration CALL_LIMIT = Duration.ofSeconds(2);

    private final Admin admin;
    private final Map<TopicPartition, OffsetSpec> ends;

    Backlog(String bootstrapServers, int partitions) {
        this.admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) CALL_LIMIT.toMillis(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                (int) CALL_LIMIT.toMillis()));
        this.ends = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(KafkaRevenueJob.ORDERS, partition))
                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
    }

    /** Empty if the broker does not say now. */
    OptionalLong messages() throws InterruptedException {
        try {
            var latest = admin.listOffsets(ends).all().get(CALL_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            Map<TopicPartition, OffsetAndMetadata> told = admin.listConsumerGroupOffsets(KafkaRevenueJob.GROUP)
                    .partitionsToOffsetAndMetadata()
                    .get(CALL_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            return OptionalLong.of(latest.entrySet().stream()
                    .mapToLong(end -> {
                        OffsetAndMetadata position = told.get(end.getKey());
                        return end.getValue().offset() - (position == null ? 0 : position.offset());
                    })
                    .sum());
        } catch (ExecutionException | TimeoutException e) {
            return OptionalLong.empty();
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
