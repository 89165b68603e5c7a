package dev.weir.cli.demo;

import dev.weir.examples.orders.KafkaRevenueJob;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Reads the topic of results all the time, as a service behind it would, while the job is killed, and the broker too.
 *
 * <p><b>Threading.</b> It has one thread; any thread may call any method.
 */
final class TopicWatch implements AutoCloseable {

    /** The last look waits for a broker that has just been killed. */
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(40);

    private final Sightings sightings;
    private final String bootstrapServers;
    private final ResultsTally tally = new ResultsTally();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable DemoException failure;

    private TopicWatch(String bootstrapServers, Timeline timeline, Promises promises) {
        this.bootstrapServers = bootstrapServers;
        this.sightings = new Sightings(timeline, promises);
        this.thread = new Thread(this::run, "weir-topic-watch");
        thread.setDaemon(true);
    }

    static TopicWatch start(String bootstrapServers, Timeline timeline, Promises promises) {
        TopicWatch watch = new TopicWatch(bootstrapServers, timeline, promises);
        watch.thread.start();
        return watch;
    }

    private void run() {
        try (TopicReader reader = TopicReader.open(bootstrapServers, KafkaRevenueJob.REVENUE)) {
            while (closing.getCount() > 0) {
                if (reader.poll(tally::add) > 0) {
                    sightings.looked(tally.orders(), tally.results());
                }
            }
            reader.readToEnd(tally::add);
            sightings.looked(tally.orders(), tally.results());
        } catch (DemoException e) {
            failure = e;
        }
    }

    /** How many orders are counted in what it has seen. */
    long orders() {
        throwFailure();
        return sightings.orders();
    }

    Sightings sightings() {
        return sightings;
    }

    /** All that it saw, once it is closed. */
    Sighted sighted() {
        throwFailure();
        return sightings.content(tally.repeated(), tally.disordered());
    }

    /** What it read, once it is closed. */
    ResultsTally tally() {
        throwFailure();
        return tally;
    }

    private void throwFailure() {
        DemoException failed = failure;
        if (failed != null) {
            throw failed;
        }
    }

    /** Reads to the end. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(CLOSE_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive() && failure == null) {
            failure = new DemoException("Cannot read topic " + KafkaRevenueJob.REVENUE
                    + " to its end: it took more than " + CLOSE_LIMIT.toSeconds() + " s; run the demo again");
        }
    }
}
