package dev.weir.cli.demo;

import dev.weir.testbed.KafkaServer;
import dev.weir.testbed.PostgresServer;
import dev.weir.testbed.TestbedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A broker and a database that are killed too, a producer that sends all the time, and a job that would run for ever.
 *
 * <p><b>Threading.</b> As {@link Scene} says; each kill of a server has a thread until the server is back.
 */
final class KafkaScene implements Scene {

    /** After that, whatever is late would have come: checkpoints and commits follow each other ten times a second. */
    private static final Duration QUIET = Duration.ofMillis(1500);

    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(200);

    /** For the job to catch up with the producer, from the producer's end. */
    private static final Duration CATCH_UP_LIMIT = Duration.ofMinutes(2);

    private final KafkaServer broker;
    private final PostgresServer database;
    private final OrderProducer producer;
    private final TopicWatch topic;
    private final TableWatch table;
    private final Backlog backlog;
    private final Timeline timeline;
    private final Path stopFile;
    private final DemoOptions options;
    private final Set<Victim> down = ConcurrentHashMap.newKeySet();
    private volatile @Nullable TestbedException failure;
    private long nextQuestion;
    private long producedMillis = -1;
    private long caughtUpMillis = -1;

    KafkaScene(
            KafkaServer broker,
            PostgresServer database,
            OrderProducer producer,
            TopicWatch topic,
            TableWatch table,
            Backlog backlog,
            Timeline timeline,
            Path stopFile,
            DemoOptions options) {
        this.broker = broker;
        this.database = database;
        this.producer = producer;
        this.topic = topic;
        this.table = table;
        this.backlog = backlog;
        this.timeline = timeline;
        this.stopFile = stopFile;
        this.options = options;
        killed(0);
    }

    /** Each kill has its share of the orders before it: on a slow machine all would be read before the last kill. */
    @Override
    public void killed(int kills) {
        producer.sendUpTo(options.orders() * (kills + 1) / (options.kills().total() + 1));
    }

    @Override
    public void strike(Victim server) {
        down.add(server);
        Thread thread = new Thread(() -> killAndRestart(server), "weir-kill-" + server);
        thread.setDaemon(true);
        thread.start();
    }

    private void killAndRestart(Victim server) {
        try {
            if (server == Victim.BROKER) {
                broker.kill();
                broker.restart();
            } else {
                database.kill();
                database.restart();
            }
            down.remove(server);
        } catch (TestbedException e) {
            failure = e;
        }
    }

    @Override
    public boolean isDown(Victim server) {
        TestbedException failed = failure;
        if (failed != null) {
            throw new DemoException(Objects.requireNonNullElse(failed.getMessage(), failed.toString()), failed);
        }
        return down.contains(server);
    }

    @Override
    public long seen(Victim server) {
        return server == Victim.BROKER ? topic.orders() : table.orders();
    }

    @Override
    public long seen() {
        return Math.min(topic.orders(), table.orders());
    }

    @Override
    public boolean isPlayed() throws InterruptedException {
        long now = timeline.millis();
        if (!producer.isDone() || now < nextQuestion) {
            return false;
        }
        nextQuestion = now + BETWEEN_QUESTIONS.toMillis();
        producedMillis = producedMillis < 0 ? now : producedMillis;
        if (caughtUpMillis < 0) {
            OptionalLong messages = backlog.messages();
            if (messages.isPresent() && messages.getAsLong() == 0) {
                caughtUpMillis = now;
            } else if (now - producedMillis > CATCH_UP_LIMIT.toMillis()) {
                throw new DemoException("Cannot follow the job to its end: it has not read all orders "
                        + CATCH_UP_LIMIT.toSeconds() + " s after they were sent: messages left="
                        + (messages.isPresent() ? messages.getAsLong() : "unknown") + "; its log says why");
            }
            return false;
        }
        long lastChange =
                Math.max(topic.sightings().lastChangeMillis(), table.sightings().lastChangeMillis());
        return now - Math.max(caughtUpMillis, lastChange) > QUIET.toMillis();
    }

    @Override
    public void endJob() {
        try {
            Files.createFile(stopFile);
        } catch (IOException e) {
            throw new DemoException("Cannot end the job: " + e + ": " + stopFile + "; run the demo again", e);
        }
    }
}
