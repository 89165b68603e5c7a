package dev.weir.cli.demo;

import dev.weir.examples.orders.KafkaRevenueJob;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What the results must be, found by reading what stands in the topic of orders at the end: plain code that shares nothing with
 * Weir. Not thread-safe.
 */
final class OrdersCount {

    private static final long MINUTE_MILLIS = 60_000;

    private final Map<Cell, Sums> truth = new HashMap<>();
    private final Map<Long, String> minutes = new HashMap<>();
    private final Map<Integer, Long> lastIds = new HashMap<>();
    private long orders;
    private long repeated;

    static OrdersCount of(String bootstrapServers) {
        OrdersCount count = new OrdersCount();
        try (TopicReader reader = TopicReader.open(bootstrapServers, KafkaRevenueJob.ORDERS)) {
            reader.readToEnd(count::add);
        }
        return count;
    }

    void add(ConsumerRecord<byte[], byte[]> message) {
        JsonFields order = JsonFields.of(message);
        String product = order.text("product");
        if (product.isEmpty()) {
            return;
        }
        // The numbers of a shop, which has a partition of its own, grow.
        Long last = lastIds.put(message.partition(), order.number("id"));
        repeated += last != null && last >= order.number("id") ? 1 : 0;
        orders++;
        truth.merge(
                new Cell(
                        minutes.computeIfAbsent(
                                order.number("time") / MINUTE_MILLIS, minute -> Cell.minuteOf(minute * MINUTE_MILLIS)),
                        product),
                new Sums(1, order.number("cents")),
                Sums::plus);
    }

    /** All sums that the orders in the topic make. */
    Map<Cell, Sums> truth() {
        return new TreeMap<>(truth);
    }

    long orders() {
        return orders;
    }

    /** Orders that stand in the topic twice, which the producer's idempotence is to prevent; the truth counts them twice. */
    long repeated() {
        return repeated;
    }
}
