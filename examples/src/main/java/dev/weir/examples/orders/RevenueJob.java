package dev.weir.examples.orders;

import dev.weir.JobDefinition;
import dev.weir.JobOptions;
import dev.weir.StreamEnvironment;
import dev.weir.jdbc.JdbcSink;
import dev.weir.sink.Sink;
import dev.weir.source.CsvFormat;
import dev.weir.source.FileSource;
import dev.weir.time.WatermarkStrategy;
import dev.weir.window.TumblingEventTimeWindows;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/**
 * Counts orders and adds up revenue for each product and minute, from CSV files to a table of PostgreSQL, exactly once: kill
 * it whenever you like and start it again with the same arguments.
 *
 * <p>The write is not idempotent, so that the table shows whether that is true. It adds to the row that is there: a result
 * that were written twice would double its row, where an ordinary upsert would hide it, and one that were lost would
 * leave it short. Each product and minute is emitted once, so at any moment each row is either missing or right.
 */
public final class RevenueJob implements JobDefinition {
    public static final String CREATE_TABLE = """
            CREATE TABLE IF NOT EXISTS revenue (
                product text, minute timestamptz, orders bigint NOT NULL, cents bigint NOT NULL,
                PRIMARY KEY (product, minute))""";

    public static final String SINK_UID = "revenue";

    private static final String ADD = """
            INSERT INTO revenue (product, minute, orders, cents) VALUES (?, ?, ?, ?)
            ON CONFLICT (product, minute) DO UPDATE
            SET orders = revenue.orders + EXCLUDED.orders, cents = revenue.cents + EXCLUDED.cents""";

    /** For {@code weir explain}. */
    public RevenueJob() {}

    /** Arguments: the folder of the order files, the database's JDBC URL, a folder for checkpoints. */
    public static void main(String... arguments) throws InterruptedException {
        new RevenueJob().define(arguments).execute();
    }

    @Override
    public StreamEnvironment define(String... arguments) {
        JobOptions options = JobOptions.builder()
                .name("revenue")
                .checkpointInterval(Duration.ofMillis(100))
                .checkpointDirectory(Path.of(arguments[2]))
                .build();
        return define(options, Path.of(arguments[0]), sink(arguments[1]));
    }

    public static StreamEnvironment define(JobOptions options, Path folder, Sink<Revenue> sink) {
        FileSource<Order> orders = FileSource.builder(CsvFormat.withHeader(
                        row -> new Order(row.asInstant("time"), row.asString("product"), row.asLong("cents"))))
                .paths(folder + "/*.csv")
                .wholeFiles()
                .build();
        StreamEnvironment environment = StreamEnvironment.create(options);
        environment
                .fromSource(
                        orders,
                        WatermarkStrategy.<Order>forBoundedOutOfOrderness(ShopOrders.DISORDER)
                                .withTimestampAssigner(
                                        (order, unknown) -> order.time().toEpochMilli()),
                        "orders")
                .uid("orders")
                .keyBy(Order::product)
                .window(TumblingEventTimeWindows.of(Duration.ofMinutes(1)))
                .aggregate(
                        new RevenueSum(),
                        (product, window, sum) ->
                                new Revenue(product, Instant.ofEpochMilli(window.start()), sum.orders(), sum.cents()))
                .uid("per-minute")
                .sinkTo(sink)
                .uid(SINK_UID);
        return environment;
    }

    public static JdbcSink<Revenue> sink(String jdbcUrl) {
        return JdbcSink.statement(Revenue.class, ADD, (statement, revenue) -> {
                    statement.setString(1, revenue.product());
                    statement.setObject(2, revenue.minute().atOffset(ZoneOffset.UTC));
                    statement.setLong(3, revenue.orders());
                    statement.setLong(4, revenue.cents());
                })
                .url(jdbcUrl)
                .build();
    }
}
