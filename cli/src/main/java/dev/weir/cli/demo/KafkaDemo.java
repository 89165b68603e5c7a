package dev.weir.cli.demo;

import dev.weir.examples.orders.KafkaRevenueJob;
import dev.weir.examples.orders.OrderTopics;
import dev.weir.testbed.KafkaOptions;
import dev.weir.testbed.KafkaServer;
import dev.weir.testbed.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * From a topic into a topic and a table.
 *
 * <p><b>Threading.</b> One thread.
 */
final class KafkaDemo implements Demo {

    /** What an order, its result and the broker's index take on disk at most. */
    private static final long BYTES_PER_ORDER = 200;

    private final DemoOptions options;
    private final Stage stage;

    KafkaDemo(DemoOptions options, Stage stage) {
        this.options = options;
        this.stage = stage;
    }

    /** What those who looked on saw. */
    private record Seen(Sighted topic, ResultsTally topicTally, Sighted table, long acknowledged) {}

    @Override
    public Outcome run() throws InterruptedException {
        try (Workspace workspace = Workspace.create(
                        Path.of(System.getProperty("java.io.tmpdir")),
                        options.leftovers(),
                        options.orders() * BYTES_PER_ORDER);
                PostgresServer database = stage.startPostgres();
                KafkaServer broker = startBroker()) {
            prepare(broker, database);
            Timeline timeline = stage.timeline();
            Seen seen = runJob(workspace, broker, database, timeline);
            return judge(workspace, broker, database, seen, timeline.content());
        } catch (IOException e) {
            throw new DemoException(
                    "Cannot run the demo: its files fail: " + e
                            + "; make room for them, or choose another folder by WEIR_JAVA_OPTS=-Djava.io.tmpdir=...",
                    e);
        }
    }

    private KafkaServer startBroker() throws IOException, InterruptedException {
        return stage.step(
                () -> KafkaServer.start(KafkaOptions.defaults()),
                broker -> "a Kafka broker of its own on port " + broker.port());
    }

    private void prepare(KafkaServer broker, PostgresServer database) throws IOException, InterruptedException {
        stage.step(
                () -> {
                    try (RevenueTable table = RevenueTable.connect(database.jdbcUrl())) {
                        table.create();
                    }
                    OrderTopics.create(broker.bootstrapServers());
                    return OrderTopics.ORDER_PARTITIONS;
                },
                partitions -> "topics and a table, empty");
    }

    private Seen runJob(Workspace workspace, KafkaServer broker, PostgresServer database, Timeline timeline)
            throws IOException, InterruptedException {
        Toll kills = options.kills();
        stage.line("");
        stage.line(
                "A producer sends %,d orders, up to %,d a second.", options.orders(), OrderProducer.ORDERS_PER_SECOND);
        stage.line("The job: orders and revenue per product and minute, from Kafka to Kafka and");
        stage.line(
                "PostgreSQL, parallelism %d, a checkpoint every %d ms.",
                DemoJob.PARALLELISM, DemoJob.CHECKPOINT_INTERVAL.toMillis());
        stage.line("SIGKILL for the job %s.", kills.words());
        stage.line("");
        Path stopFile = workspace.folder().resolve("stop");
        KafkaDemoJob.Arguments arguments = new KafkaDemoJob.Arguments(
                broker.bootstrapServers(),
                database.jdbcUrl(),
                workspace.checkpoints(),
                stopFile,
                workspace.folder().resolve("savepoints"),
                options.breakage());
        String servers = broker.bootstrapServers();
        // Both sinks get the same results.
        Promises promises = new CheckpointPromises(
                workspace.checkpoints(),
                KafkaRevenueJob.NAME,
                List.of(KafkaRevenueJob.TOPIC_UID, KafkaRevenueJob.TABLE_UID));
        TopicWatch topic = TopicWatch.start(servers, timeline, promises);
        TableWatch table = TableWatch.start(database.jdbcUrl(), timeline, promises);
        OrderProducer producer =
                OrderProducer.start(servers, options.seed(), OrderTopics.ORDER_PARTITIONS, options.orders());
        try (topic;
                table;
                producer;
                Backlog backlog = new Backlog(servers, OrderTopics.ORDER_PARTITIONS);
                JobLog log = new JobLog(workspace.log())) {
            JobLauncher launcher = new JobLauncher(KafkaDemoJob.class, arguments.toList(), workspace.folder(), log);
            stage.run(
                    launcher,
                    timeline,
                    new KafkaScene(broker, database, producer, topic, table, backlog, timeline, stopFile, options));
        } catch (DemoException e) {
            throw new DemoException(e.getMessage() + ": " + workspace.rescueLog(options.log()), e);
        }
        return new Seen(topic.sighted(), topic.tally(), table.sighted(), producer.acknowledged());
    }

    private Outcome judge(
            Workspace workspace, KafkaServer broker, PostgresServer database, Seen seen, Timeline.Content timeline)
            throws IOException, InterruptedException {
        OrdersCount orders = stage.step(
                () -> OrdersCount.of(broker.bootstrapServers()),
                count -> String.format(
                        Locale.ROOT,
                        "the truth: %,d sums of the orders in the topic",
                        count.truth().size()));
        ResultsTally results = stage.step(
                () -> readResults(broker.bootstrapServers()),
                tally -> String.format(Locale.ROOT, "%,d results read from the topic again", tally.results()));
        List<String> leftovers = new ArrayList<>(LeftBehind.in(broker.bootstrapServers()));
        if (!results.sawTheSameAs(seen.topicTally())) {
            leftovers.add("a topic in which a reader who came later sees other results than one who looked on");
        }
        try (RevenueTable table = RevenueTable.connect(database.jdbcUrl())) {
            Map<Cell, Sums> rows = table.read();
            stage.keep(workspace, rows);
            Story story = new KafkaStory(seen.acknowledged(), orders, table.serverVersion());
            return stage.outcome(
                    story,
                    List.of(
                            new Finding(Destination.TOPIC, Comparison.of(orders.truth(), results.sums()), seen.topic()),
                            new Finding(Destination.TABLE, Comparison.of(orders.truth(), rows), seen.table())),
                    leftovers,
                    timeline);
        }
    }

    private static ResultsTally readResults(String bootstrapServers) {
        ResultsTally tally = new ResultsTally();
        try (TopicReader reader = TopicReader.open(bootstrapServers, KafkaRevenueJob.REVENUE)) {
            reader.readToEnd(tally::add);
        }
        return tally;
    }
}
