package dev.weir.examples.orders;

import dev.weir.JobDefinition;
import dev.weir.JobOptions;
import dev.weir.OperatorStream;
import dev.weir.StreamEnvironment;
import dev.weir.kafka.KafkaDeserializer;
import dev.weir.kafka.KafkaOffsets;
import dev.weir.kafka.KafkaSink;
import dev.weir.kafka.KafkaSource;
import dev.weir.sink.Sink;
import dev.weir.time.WatermarkStrategy;
import dev.weir.window.TumblingEventTimeWindows;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * Counts orders and adds up revenue for each product and minute while they come in: from a topic of Kafka to another topic and to
 * a table of PostgreSQL, exactly once in both. Kill it whenever you like and start it again with the same arguments.
 *
 * <p>Neither write is idempotent, so that both destinations show whether that is true: the topic keeps every record, and the table
 * adds to the row that is there.
 */
public final class KafkaRevenueJob implements JobDefinition {
    public static final String NAME = "kafka-revenue";

    /** The topic of the orders; a shop sends to one partition, so that its orders stay in their order. */
    public static final String ORDERS = "orders";

    /** The topic of the results. */
    public static final String REVENUE = "revenue";

    /** Where lag tools see how far the job is. */
    public static final String GROUP = "kafka-revenue";

    public static final String TOPIC_UID = "revenue-topic";
    public static final String TABLE_UID = "revenue-table";

    /** While the job catches up, no shop's orders are read much further than those of another: they would only wait in windows. */
    private static final Duration ALIGNMENT = Duration.ofMinutes(10);

    /** For {@code weir explain}. */
    public KafkaRevenueJob() {}

    /** Arguments: the brokers, the database's JDBC URL, a folder for checkpoints. */
    public static void main(String... arguments) throws InterruptedException {
        new KafkaRevenueJob().define(arguments).execute();
    }

    @Override
    public StreamEnvironment define(String... arguments) {
        JobOptions options = JobOptions.builder()
                .name(NAME)
                .checkpointInterval(Duration.ofMillis(100))
                .checkpointDirectory(Path.of(arguments[2]))
                .build();
        return define(options, arguments[0], topic(arguments[0]), RevenueJob.sink(arguments[1]));
    }

    /** With sinks of your own. */
    public static StreamEnvironment define(
            JobOptions options, String bootstrapServers, Sink<RevenueMessage> topic, Sink<Revenue> table) {
        KafkaSource<OrderMessage> orders = KafkaSource.builder(KafkaDeserializer.json(OrderMessage.class))
                .bootstrapServers(bootstrapServers)
                .topics(ORDERS)
                .startingOffsets(KafkaOffsets.earliest())
                .groupId(GROUP)
                .build();
        StreamEnvironment environment = StreamEnvironment.create(options);
        OperatorStream<Revenue> revenue = environment
                .fromSource(
                        orders,
                        WatermarkStrategy.<OrderMessage>forBoundedOutOfOrderness(ShopOrders.DISORDER)
                                .withTimestampAssigner((message, written) -> message.time())
                                .withAlignment(ALIGNMENT),
                        "orders")
                .uid("orders")
                .filter(OrderMessage::isSale)
                .uid("sales")
                .map(OrderMessage::order)
                .uid("order")
                .keyBy(Order::product)
                .window(TumblingEventTimeWindows.of(Duration.ofMinutes(1)))
                .aggregate(
                        new RevenueSum(),
                        (product, window, sum) ->
                                new Revenue(product, Instant.ofEpochMilli(window.start()), sum.orders(), sum.cents()))
                .uid("per-minute");
        revenue.map(RevenueMessage::of).uid("messages").sinkTo(topic).uid(TOPIC_UID);
        revenue.sinkTo(table).uid(TABLE_UID);
        return environment;
    }

    /** Results as JSON; those of a product go to one partition, in the order of their minutes. */
    public static KafkaSink<RevenueMessage> topic(String bootstrapServers) {
        return KafkaSink.<RevenueMessage>builder()
                .bootstrapServers(bootstrapServers)
                .topic(REVENUE)
                .stringKey(RevenueMessage::product)
                .jsonValue()
                .build();
    }
}
