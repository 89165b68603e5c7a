package dev.weir.benchmarks.kafka;

import dev.weir.Job;
import dev.weir.benchmarks.Machine;
import dev.weir.benchmarks.ResultLine;
import dev.weir.benchmarks.Stopwatch;
import dev.weir.benchmarks.Tally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Runs one case against a broker that runs already, and prints its figures as one line of JSON. */
public final class KafkaRunner {
    private static final long LOOK_NANOS = 2_000_000;

    private final KafkaCase settings;
    private final RawClients raw;
    private final WeirJobs weir;
    private final ResultLine line = new ResultLine();
    private final String output;

    private KafkaRunner(KafkaCase settings) {
        this.settings = settings;
        this.raw = new RawClients(settings);
        this.weir = new WeirJobs(settings);
        this.output = "out-" + ProcessHandle.current().pid();
    }

    public static void main(String... words) throws Exception {
        KafkaCase settings = KafkaCase.parse(words);
        if (settings.work() == KafkaCase.Work.VICTIM) {
            Recovery.runVictim(settings);
            return;
        }
        Files.createDirectories(settings.directory());
        Path folder = Files.createTempDirectory(settings.directory(), "kafka-");
        try {
            System.out.println(new KafkaRunner(settings.in(folder)).run());
        } finally {
            delete(folder);
        }
    }

    private ResultLine run() throws Exception {
        line.put("engine", settings.side() == KafkaCase.Side.RAW ? "raw" : "weir")
                .put("work", settings.work().toString())
                .put("strategy", settings.strategy())
                .put("parallelism", settings.parallelism())
                .put("checkpointMs", settings.checkpointInterval().toMillis());
        switch (settings.work()) {
            case LOAD -> load();
            case PIPE -> pipe();
            case READ -> read();
            case WRITE -> write();
            case LATENCY -> new Latency(settings, weir).measure(line);
            case RECOVERY -> new Recovery(settings).measure(line);
            case VICTIM -> throw new IllegalStateException("a victim measures nothing");
        }
        return line.put("peakRssMb", Machine.peakResidentMegabytes());
    }

    private void load() throws Exception {
        for (String topic : new String[] {settings.input(), settings.warmInput()}) {
            Topic.create(settings.bootstrap(), topic).close();
        }
        raw.load(settings.input(), settings.records());
        raw.load(settings.warmInput(), settings.warmup());
        line.put("check", "ok");
    }

    private void pipe() throws Exception {
        pipe(settings.warmInput(), output + "-warm").delete();
        System.gc();
        Measured measured = pipe(settings.input(), output);
        measured.report(line);
        measured.delete();
    }

    /** What came out, and how fast. */
    private record Measured(Topic topic, Stopwatch stopwatch, long records) {
        void report(ResultLine line) {
            stopwatch.report(line, records);
            line.put("check", topic.check(records));
        }

        void delete() throws Exception {
            topic.delete();
            topic.close();
        }
    }

    private Measured pipe(String from, String to) throws Exception {
        long records;
        try (Topic input = Topic.of(settings.bootstrap(), from)) {
            records = input.committedEnd();
        }
        Topic topic = Topic.create(settings.bootstrap(), to);
        Stopwatch stopwatch;
        if (settings.side() == KafkaCase.Side.RAW) {
            try (RawClients.Pipe pipe = raw.new Pipe(from, to)) {
                while (pipe.firstNanos() == 0 && !pipe.hasEnded()) {
                    LockSupport.parkNanos(LOOK_NANOS);
                }
                stopwatch = new Stopwatch(pipe.firstNanos());
                topic.await(records, stopwatch::stop, pipe::hasEnded);
            }
        } else {
            Tally tally = new Tally();
            Job job = weir.pipe(from, to, tally);
            while (tally.firstInNanos() == 0 && !job.status().isTerminal()) {
                LockSupport.parkNanos(LOOK_NANOS);
            }
            stopwatch = new Stopwatch(tally.firstInNanos());
            topic.await(records, stopwatch::stop, () -> job.status().isTerminal());
            job.await();
        }
        return new Measured(topic, stopwatch, records);
    }

    private void read() throws Exception {
        read(settings.warmInput());
        System.gc();
        read(settings.input()).report(line);
    }

    /** A run of reading. */
    private record Reading(Stopwatch stopwatch, long records, long sum) {
        void report(ResultLine line) {
            stopwatch.report(line, records);
            line.put("check", sum == records * (records - 1) / 2 ? "ok" : "FAIL: the records add up to " + sum);
        }
    }

    private Reading read(String topic) throws Exception {
        long records;
        try (Topic input = Topic.of(settings.bootstrap(), topic)) {
            records = input.committedEnd();
        }
        if (settings.side() == KafkaCase.Side.RAW) {
            AtomicLong sum = new AtomicLong();
            Stopwatch stopwatch = raw.read(topic, records, sum);
            return new Reading(stopwatch, records, sum.get());
        }
        Tally tally = new Tally();
        Job job = weir.read(topic, "read-" + topic, tally);
        while (tally.count() == 0 && !job.status().isTerminal()) {
            Thread.onSpinWait();
        }
        Stopwatch stopwatch = new Stopwatch(System.nanoTime());
        while (tally.count() < records && !job.status().isTerminal()) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        stopwatch.stop();
        job.await();
        return new Reading(stopwatch, records, tally.sum());
    }

    private void write() throws Exception {
        write(output + "-warm", settings.warmup()).delete();
        System.gc();
        Measured measured = write(output, settings.records());
        measured.report(line);
        measured.delete();
    }

    private Measured write(String to, long records) throws Exception {
        Topic topic = Topic.create(settings.bootstrap(), to);
        AtomicLong first = new AtomicLong();
        Stopwatch stopwatch;
        if (settings.side() == KafkaCase.Side.RAW) {
            stopwatch = new Stopwatch(System.nanoTime());
            raw.write(to, records);
            stopwatch.stop();
        } else {
            int stripes = settings.parallelism();
            Job job = weir.write(to, records, 0, number -> {
                if (number < stripes) {
                    first.compareAndSet(0, System.nanoTime());
                }
                return Payload.map(Payload.of(number));
            });
            while (first.get() == 0 && !job.status().isTerminal()) {
                LockSupport.parkNanos(LOOK_NANOS);
            }
            stopwatch = new Stopwatch(first.get());
            topic.await(records, stopwatch::stop, () -> job.status().isTerminal());
            job.await();
        }
        return new Measured(topic, stopwatch, records);
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
