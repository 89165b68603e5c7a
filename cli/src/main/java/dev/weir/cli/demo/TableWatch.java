package dev.weir.cli.demo;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the table all the time, as a dashboard would, while the job is killed, and the database too.
 *
 * <p><b>Threading.</b> It has one thread; any thread may call any method.
 */
final class TableWatch implements AutoCloseable {

    private static final Duration INTERVAL = Duration.ofMillis(150);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

    /** How long the database may be away: much longer than a restart takes. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String jdbcUrl;
    private final Timeline timeline;
    private final Sightings sightings;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private @Nullable RevenueTable table;
    private volatile @Nullable DemoException failure;

    private TableWatch(String jdbcUrl, Timeline timeline, Promises promises) {
        this.jdbcUrl = jdbcUrl;
        this.timeline = timeline;
        this.sightings = new Sightings(timeline, promises);
        this.thread = new Thread(this::run, "weir-table-watch");
        thread.setDaemon(true);
    }

    static TableWatch start(String jdbcUrl, Timeline timeline, Promises promises) {
        TableWatch watch = new TableWatch(jdbcUrl, timeline, promises);
        watch.thread.start();
        return watch;
    }

    private void run() {
        try {
            long lastLook = timeline.millis();
            boolean last;
            do {
                last = closing.await(INTERVAL.toNanos(), TimeUnit.NANOSECONDS);
                try {
                    look();
                    lastLook = timeline.millis();
                } catch (DemoException e) {
                    leave();
                    if (last || timeline.millis() - lastLook > PATIENCE.toMillis()) {
                        failure = e;
                        return;
                    }
                }
            } while (!last);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            leave();
        }
    }

    private void look() {
        RevenueTable at = table;
        if (at == null) {
            at = RevenueTable.connect(jdbcUrl);
            table = at;
        }
        RevenueTable.Total total = at.total();
        sightings.looked(total.orders(), total.rows());
    }

    private void leave() {
        RevenueTable left = table;
        table = null;
        if (left != null) {
            try {
                left.close();
            } catch (DemoException e) {
                // The connection broke with its server.
            }
        }
    }

    /** How many orders it saw last. */
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
        return sightings.content(0, 0);
    }

    private void throwFailure() {
        DemoException failed = failure;
        if (failed != null) {
            throw failed;
        }
    }

    /** Looks once more and ends. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(CLOSE_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
