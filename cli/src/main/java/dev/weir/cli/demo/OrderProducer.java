package dev.weir.cli.demo;

import dev.weir.examples.orders.KafkaRevenueJob;
import dev.weir.examples.orders.OrderMessage;
import dev.weir.examples.orders.ShopOrders;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The tills of all shops, which know nothing of the job: they send a day of orders, one shop to each partition, then a message
 * that the shop is closed. A plain idempotent producer with {@code acks=all}, which sends on through the broker's restarts.
 *
 * <p><b>Threading.</b> It has one thread; any thread may call any method.
 */
final class OrderProducer implements AutoCloseable {

    /** What it does at most, so that the job is killed while orders come in. */
    static final int ORDERS_PER_SECOND = 30_000;

    /**
     * With more, what a partition that was just created refuses as NOT_LEADER_OR_FOLLOWER may come again behind what follows it, and
     * is refused as OUT_OF_ORDER_SEQUENCE_NUMBER until the delivery timeout (kafka-clients 4.4.0).
     */
    private static final int ONE_AFTER_THE_OTHER = 1;

    private static final Duration SLICE = Duration.ofMillis(10);
    private static final long ORDERS_PER_SLICE = ORDERS_PER_SECOND * SLICE.toMillis() / 1000;
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    /** Much longer than a broker's restart. */
    private static final Duration DELIVERY_LIMIT = Duration.ofMinutes(2);

    private final Producer<byte[], byte[]> producer;
    private final ShopOrders[] shops;
    private final AtomicLong acknowledged = new AtomicLong();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private final long orders;
    private volatile long allowed;
    private long sent;
    private volatile boolean isDone;
    private volatile @Nullable Exception failure;

    private OrderProducer(String bootstrapServers, long seed, int shopCount, long orders) {
        this.producer = new KafkaProducer<>(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.CLIENT_ID_CONFIG,
                "tills",
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                ONE_AFTER_THE_OTHER,
                ProducerConfig.LINGER_MS_CONFIG,
                10,
                ProducerConfig.BATCH_SIZE_CONFIG,
                64 << 10,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                (int) DELIVERY_LIMIT.toMillis(),
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                DELIVERY_LIMIT.toMillis()));
        this.orders = orders;
        this.shops = IntStream.rangeClosed(1, shopCount)
                .mapToObj(shop -> new ShopOrders(seed, shop, shopCount, orders))
                .toArray(ShopOrders[]::new);
        this.thread = new Thread(this::run, "weir-order-producer");
        thread.setDaemon(true);
    }

    /** @param shops one for each partition */
    static OrderProducer start(String bootstrapServers, long seed, int shops, long orders) {
        OrderProducer producer = new OrderProducer(bootstrapServers, seed, shops, orders);
        producer.thread.start();
        return producer;
    }

    private void run() {
        try {
            while (sent < orders) {
                sendUntil(Math.min(sent + ORDERS_PER_SLICE, allowed));
                if (closing.await(SLICE.toNanos(), TimeUnit.NANOSECONDS)) {
                    return;
                }
            }
            producer.flush();
            for (int partition = 0; partition < shops.length; partition++) {
                send(partition, OrderMessage.closed());
            }
            producer.flush();
            isDone = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (KafkaException | IllegalStateException e) {
            // A producer that is closed throws the latter.
            if (closing.getCount() > 0) {
                failure = e;
            }
        }
    }

    /** Goes on until so many orders are sent since the start; none are before the first call. */
    void sendUpTo(long limit) {
        allowed = limit;
    }

    /** The next order of each shop in turn. */
    private void sendUntil(long limit) {
        while (sent < limit) {
            for (int shop = 0; shop < shops.length; shop++) {
                if (shops[shop].advance()) {
                    sent++;
                    send(shop, OrderMessage.of(shops[shop].id(), shops[shop].order()));
                }
            }
        }
    }

    private void send(int partition, OrderMessage message) {
        // The callback has what the future has.
        Future<RecordMetadata> unused = producer.send(
                new ProducerRecord<>(KafkaRevenueJob.ORDERS, partition, null, message.toJson()),
                (metadata, refused) -> {
                    if (refused != null) {
                        failure = refused;
                    } else if (message.isSale()) {
                        acknowledged.incrementAndGet();
                    }
                });
    }

    /** How many orders the broker has acknowledged. */
    long acknowledged() {
        return acknowledged.get();
    }

    /** Whether all orders are in the topic, and that the shops are closed. */
    boolean isDone() {
        Exception failed = failure;
        if (failed != null) {
            throw new DemoException(
                    "Cannot send all orders: the broker refused some: " + failed + "; run the demo again", failed);
        }
        return isDone;
    }

    @Override
    public void close() {
        closing.countDown();
        producer.close(Duration.ZERO);
        try {
            thread.join(CLOSE_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
