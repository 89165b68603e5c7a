package dev.weir.testbed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a child prints, one daemon thread for each stream, and keeps the last lines. A consumer that fails is not called
 * again, but reading goes on, since a full pipe would stop the child.
 */
final class ChildOutput {

    private static final int KEPT = 1_000;

    private final Deque<String> kept = new ArrayDeque<>();
    private int readers;
    private @Nullable RuntimeException failure;

    void read(String name, InputStream stream, Consumer<String> consumer) {
        synchronized (this) {
            readers++;
        }
        Thread reader = new Thread(() -> pump(stream, consumer), "weir-output-of-" + name);
        reader.setDaemon(true);
        reader.start();
    }

    private void pump(InputStream stream, Consumer<String> consumer) {
        Consumer<String> current = consumer;
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line; (line = reader.readLine()) != null; ) {
                try {
                    current.accept(line);
                } catch (RuntimeException e) {
                    current = ignored -> {};
                    fail(e);
                }
                keep(line);
            }
        } catch (IOException e) {
            // A killed child's pipe.
        } finally {
            end();
        }
    }

    private synchronized void keep(String line) {
        kept.add(line);
        if (kept.size() > KEPT) {
            kept.remove();
        }
        notifyAll();
    }

    private synchronized void fail(RuntimeException e) {
        failure = e;
    }

    private synchronized void end() {
        readers--;
        notifyAll();
    }

    /** The first kept line with this text; empty if none comes within the limit or before the streams end. */
    synchronized Optional<String> awaitLine(String text, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            Optional<String> found =
                    kept.stream().filter(line -> line.contains(text)).findFirst();
            long left = end - System.nanoTime();
            if (found.isPresent() || readers == 0 || left <= 0) {
                return found;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    /** Waits for both ends, but not for ever: a grandchild may hold a stream open. */
    synchronized void awaitEnd(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        for (long left = limit.toNanos(); readers > 0 && left > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    synchronized Optional<RuntimeException> failure() {
        return Optional.ofNullable(failure);
    }

    synchronized String tail() {
        List<String> lines = new ArrayList<>(kept);
        return String.join(System.lineSeparator(), lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }
}
