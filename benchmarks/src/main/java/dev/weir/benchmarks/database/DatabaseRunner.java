package dev.weir.benchmarks.database;

import dev.weir.Job;
import dev.weir.benchmarks.Machine;
import dev.weir.benchmarks.ResultLine;
import dev.weir.benchmarks.Stopwatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs one case against a server of its own and prints its figures as one line of JSON. */
public final class DatabaseRunner {
    private static final int WARMUP = 300_000;
    private static final int ROWS_A_SECOND = 10_000;
    private static final Duration OUTAGE = Duration.ofSeconds(60);

    private final DatabaseCase settings;
    private final Target target;
    private final ResultLine line = new ResultLine();

    private DatabaseRunner(DatabaseCase settings, Target target) {
        this.settings = settings;
        this.target = target;
    }

    public static void main(String... words) throws Exception {
        DatabaseCase given = DatabaseCase.parse(words);
        Files.createDirectories(given.directory());
        Path folder = Files.createTempDirectory(given.directory(), "database-");
        DatabaseCase settings = new DatabaseCase(
                given.side(),
                given.work(),
                given.database(),
                given.strategy(),
                given.records(),
                given.keys(),
                given.parallelism(),
                given.checkpointInterval(),
                folder);
        try (Target target = Target.start(settings.database())) {
            System.out.println(new DatabaseRunner(settings, target).run());
        } finally {
            delete(folder);
        }
    }

    private ResultLine run() throws Exception {
        line.put("engine", settings.side() == DatabaseCase.Side.RAW ? "raw" : "weir")
                .put("work", settings.work().toString())
                .put("database", settings.database().toString())
                .put("strategy", settings.strategy())
                .put("parallelism", settings.parallelism())
                .put("checkpointMs", settings.checkpointInterval().toMillis());
        switch (settings.work()) {
            case APPEND, UPSERT -> speed();
            case LATENCY -> latency();
            case OUTAGE -> outage();
        }
        return line.put("peakRssMb", Machine.peakResidentMegabytes());
    }

    private void speed() throws Exception {
        boolean upsert = settings.work() == DatabaseCase.Work.UPSERT;
        target.createTable(upsert);
        load("warmup", WARMUP);
        target.dropTable();
        target.createTable(upsert);
        System.gc();
        Stopwatch stopwatch = new Stopwatch(System.nanoTime());
        load("measured", settings.records());
        stopwatch.stop();
        stopwatch.report(line, settings.records());
        line.put("check", check(upsert));
    }

    private void load(String name, long records) throws Exception {
        if (settings.side() == DatabaseCase.Side.RAW) {
            new RawLoad(settings, target).run(records);
        } else {
            new WeirLoad(settings, target)
                    .start(name, records, 0, index -> index)
                    .await();
        }
    }

    private String check(boolean upsert) throws SQLException {
        long rows = target.number("SELECT count(*) FROM events");
        long sum = target.number("SELECT sum(v) FROM events");
        long expectedRows = settings.records();
        long expectedSum = settings.records() * (settings.records() - 1) / 2;
        if (upsert) {
            long[] last = new long[(int) settings.keys()];
            Arrays.fill(last, -1);
            for (long index = 0; index < settings.records(); index++) {
                last[(int) Row.key(index, settings.keys())] = index;
            }
            expectedRows = Arrays.stream(last).filter(index -> index >= 0).count();
            expectedSum = Arrays.stream(last).filter(index -> index >= 0).sum();
        }
        return rows == expectedRows && sum == expectedSum
                ? "ok"
                : "FAIL: " + rows + " rows that add up to " + sum + " instead of " + expectedRows + ", " + expectedSum;
    }

    /** A reader asks for new rows again and again; a row's latency ends when its query has returned. */
    private void latency() throws Exception {
        target.createTable(false);
        Job job = new WeirLoad(settings, target)
                .start("latency", settings.records(), ROWS_A_SECOND, index -> nowMicros());
        long[] micros = new long[(int) settings.records()];
        int seen = 0;
        try (Connection connection = target.connect();
                PreparedStatement query =
                        connection.prepareStatement("SELECT ts FROM events ORDER BY ctid OFFSET ? LIMIT 100000")) {
            while (seen < settings.records()) {
                seen = read(query, micros, seen);
                TimeUnit.MILLISECONDS.sleep(2);
                if (job.status().isTerminal() && seen < settings.records()) {
                    job.await();
                    seen = read(query, micros, seen);
                    break;
                }
            }
        }
        job.await();
        // The first second warms up.
        long[] steady = Arrays.copyOfRange(micros, Math.min(2 * ROWS_A_SECOND, seen / 2), seen);
        Arrays.sort(steady);
        line.put("records", seen)
                .put("medianMs", steady[steady.length / 2] / 1000.0)
                .put("p99Ms", steady[(int) (steady.length * 0.99)] / 1000.0)
                .put("maxMs", steady[steady.length - 1] / 1000.0)
                .put("check", seen == settings.records() ? "ok" : "FAIL: " + seen + " rows seen");
    }

    private static int read(PreparedStatement query, long[] micros, int seen) throws SQLException {
        int count = seen;
        query.setInt(1, seen);
        try (ResultSet rows = query.executeQuery()) {
            long now = nowMicros();
            while (rows.next()) {
                micros[count++] = now - rows.getLong(1);
            }
        }
        return count;
    }

    private static long nowMicros() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
    }

    private void outage() throws Exception {
        target.createTable(false);
        WeirLoad load = new WeirLoad(settings, target);
        Job job = load.start("outage", settings.records(), 0, index -> index);
        while (target.number("SELECT count(*) FROM events") == 0) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        long before = usedMegabytes();
        target.server().pause();
        long end = System.nanoTime() + OUTAGE.toNanos();
        long mostMemory = 0;
        long mostDisk = 0;
        while (System.nanoTime() < end) {
            TimeUnit.SECONDS.sleep(1);
            mostMemory = Math.max(mostMemory, usedMegabytes());
            mostDisk = Math.max(mostDisk, megabytesIn(load.folder("outage")));
        }
        target.server().resume();
        job.await();
        line.put("records", settings.records())
                .put("heapBeforeMb", before)
                .put("mostHeapMb", mostMemory)
                .put("mostSegmentsMb", mostDisk)
                .put("check", check(false));
    }

    private static long usedMegabytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
    }

    private static long megabytesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.mapToLong(DatabaseRunner::size).sum() >> 20;
        } catch (UncheckedIOException e) {
            // A file that was deleted while the folder was listed.
            return 0;
        }
    }

    private static long size(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
