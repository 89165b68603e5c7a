package dev.weir.examples.orders;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;

/** Makes the topics that {@link KafkaRevenueJob} reads and writes, as {@code kafka-topics.sh --create} does. */
public final class OrderTopics {
    /** One for each shop. */
    public static final int ORDER_PARTITIONS = OrderFiles.SHOPS;

    private static final int REVENUE_PARTITIONS = 4;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private OrderTopics() {}

    /** With the broker's own replication. */
    public static void create(String bootstrapServers) throws InterruptedException {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            admin.createTopics(List.of(
                            new NewTopic(KafkaRevenueJob.ORDERS, Optional.of(ORDER_PARTITIONS), Optional.empty()),
                            new NewTopic(KafkaRevenueJob.REVENUE, Optional.of(REVENUE_PARTITIONS), Optional.empty())))
                    .all()
                    .get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new WeirException(
                    ErrorCode.DESTINATION_UNAVAILABLE,
                    "Cannot create the topics: " + e + ": brokers=" + bootstrapServers
                            + "; check that the brokers run, and that the topics do not exist",
                    e);
        }
    }
}
