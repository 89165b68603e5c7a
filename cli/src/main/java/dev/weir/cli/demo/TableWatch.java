package dev.weir.cli.demo;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the table all the time, as a dashboard would, while the job is killed.
 *
 * <p><b>Threading.</b> It has one thread; any thread may call any method.
 */
final class TableWatch implements AutoCloseable {

    private static final Duration INTERVAL = Duration.ofMillis(150);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

    private final RevenueTable table;
    private final Timeline timeline;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile long orders;
    private volatile @Nullable DemoException failure;

    private TableWatch(RevenueTable table, Timeline timeline) {
        this.table = table;
        this.timeline = timeline;
        this.thread = new Thread(this::run, "weir-table-watch");
        thread.setDaemon(true);
    }

    static TableWatch start(String jdbcUrl, Timeline timeline) {
        TableWatch watch = new TableWatch(RevenueTable.connect(jdbcUrl), timeline);
        watch.thread.start();
        return watch;
    }

    private void run() {
        try (table) {
            do {
                look();
            } while (!closing.await(INTERVAL.toNanos(), TimeUnit.NANOSECONDS));
            look();
        } catch (DemoException e) {
            failure = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        orders = table.orders();
        timeline.looked(orders);
    }

    /** What it saw last. */
    long orders() {
        DemoException failed = failure;
        if (failed != null) {
            throw failed;
        }
        return orders;
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
