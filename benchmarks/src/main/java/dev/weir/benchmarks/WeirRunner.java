package dev.weir.benchmarks;

import dev.weir.Job;
import dev.weir.JobOptions;
import dev.weir.StreamEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Runs one workload once, after a shorter run to warm up, and prints its figures as one line of JSON. The clock runs from
 * the first record that the source makes to the last one that comes out; checkpoints go on all the while.
 */
public final class WeirRunner {
    private static final long LOOK_NANOS = 2_000_000;
    private static final int PAUSE_MILLIS = 300;

    private final Arguments arguments;
    private final Workload workload;
    private final Path directory;

    private WeirRunner(Arguments arguments, Path directory) {
        this.arguments = arguments;
        this.workload = Workload.of(arguments);
        this.directory = directory;
    }

    public static void main(String... words) throws Exception {
        Arguments arguments = Arguments.parse(words);
        Files.createDirectories(arguments.directory());
        Path directory = Files.createTempDirectory(arguments.directory(), "weir-");
        try {
            System.out.println(new WeirRunner(arguments, directory).run());
        } finally {
            delete(directory);
        }
    }

    private ResultLine run() throws InterruptedException {
        if (arguments.warmup() > 0) {
            measure("warmup", arguments.warmup());
            System.gc();
            Thread.sleep(PAUSE_MILLIS);
        }
        return measure("measured", arguments.records());
    }

    private ResultLine measure(String name, long records) throws InterruptedException {
        long expected = workload.expectedCount(records);
        Tally tally = new Tally();
        StreamEnvironment environment = StreamEnvironment.create(options(name));
        workload.build(environment, records, tally);
        Job job = environment.start();
        while (tally.firstInNanos() == 0) {
            pause(job);
        }
        Stopwatch stopwatch = new Stopwatch(tally.firstInNanos());
        CheckpointLog checkpoints = new CheckpointLog(job);
        while (tally.count() < expected) {
            pause(job);
            checkpoints.look();
        }
        stopwatch.stop();
        job.await();

        ResultLine line = new ResultLine()
                .put("engine", "weir")
                .put("workload", arguments.workload())
                .put("java", Runtime.version().feature())
                .put("parallelism", arguments.parallelism())
                .put("keys", arguments.keys())
                .put("checkpointMs", arguments.checkpointInterval().toMillis())
                .put("warmup", arguments.warmup());
        stopwatch.report(line, records);
        line.put("startMs", tally.firstOutMillis() - Machine.startMillis());
        checkpoints.report(line);
        return line.put("check", check(tally, expected, workload.expectedSum(records)))
                .put("peakRssMb", Machine.peakResidentMegabytes());
    }

    private JobOptions options(String name) {
        JobOptions.Builder options = JobOptions.builder()
                .name(name)
                .parallelism(arguments.parallelism())
                .checkpointInterval(arguments.checkpointInterval())
                .checkpointDirectory(directory.resolve(name));
        return (arguments.batchSize() == 0 ? options : options.batchSize(arguments.batchSize())).build();
    }

    /** Waits a moment; a job that has failed throws. */
    private static void pause(Job job) throws InterruptedException {
        LockSupport.parkNanos(LOOK_NANOS);
        if (job.status().isTerminal()) {
            job.await();
        }
    }

    private static String check(Tally tally, long count, long sum) {
        if (tally.count() != count) {
            return "FAIL: " + tally.count() + " records came out instead of " + count;
        }
        return tally.sum() == sum ? "ok" : "FAIL: the records add up to " + tally.sum() + " instead of " + sum;
    }

    private static void delete(Path directory) throws IOException {
        List<Path> children;
        try (Stream<Path> tree = Files.walk(directory)) {
            children = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path child : children) {
            Files.deleteIfExists(child);
        }
    }
}
