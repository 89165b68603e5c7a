package dev.weir.benchmarks.kafka;

import dev.weir.benchmarks.ResultLine;
import dev.weir.benchmarks.Tally;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * Kills a job by SIGKILL while it copies a topic, starts it again, and waits for its first record. The clients alone begin at the
 * topic's start again: what they need is the least that any process needs here to get one transaction through.
 */
final class Recovery {
    private static final int KILLS = 5;
    private static final long LOOK_MILLIS = 100;
    private static final long LIMIT_NANOS = Duration.ofSeconds(60).toNanos();

    private final KafkaCase settings;

    Recovery(KafkaCase settings) {
        this.settings = settings;
    }

    /** The process that is killed: the topic that it writes is named after its folder. */
    static void runVictim(KafkaCase settings) throws InterruptedException {
        if (settings.side() == KafkaCase.Side.RAW) {
            try (RawClients.Pipe pipe = new RawClients(settings).new Pipe(settings.input(), outputOf(settings))) {
                // It copies for ever, unless whoever is to kill it has gone.
                long start = System.nanoTime();
                while (!pipe.hasEnded() && System.nanoTime() - start < LIMIT_NANOS) {
                    Thread.sleep(LOOK_MILLIS);
                }
            }
            return;
        }
        new WeirJobs(settings)
                .pipe(settings.input(), outputOf(settings), new Tally())
                .await();
    }

    private static String outputOf(KafkaCase settings) {
        return "recovery-" + settings.directory().getFileName();
    }

    void measure(ResultLine line) throws Exception {
        long[] millis = new long[KILLS];
        try (Topic output = Topic.create(settings.bootstrap(), outputOf(settings));
                KafkaConsumer<byte[], byte[]> reader = RawClients.consumer(settings.bootstrap())) {
            reader.assign(output.partitions());
            reader.seekToBeginning(output.partitions());
            Process victim = start();
            try {
                awaitRecord(reader, System.nanoTime());
                for (int kill = 0; kill < KILLS; kill++) {
                    // It is killed at work: a few units after its first.
                    awaitRecord(reader, System.nanoTime());
                    victim.destroyForcibly().waitFor();
                    drain(reader);
                    long started = System.nanoTime();
                    victim = start();
                    millis[kill] = awaitRecord(reader, started) / 1_000_000;
                }
            } finally {
                victim.destroyForcibly().waitFor();
            }
            output.delete();
        }
        Arrays.sort(millis);
        line.put("kills", KILLS)
                .put("medianMs", millis[KILLS / 2])
                .put("maxMs", millis[KILLS - 1])
                .put("check", "ok");
    }

    private static void drain(KafkaConsumer<byte[], byte[]> reader) {
        while (!reader.poll(Duration.ofMillis(300)).isEmpty()) {
            // What was committed before the kill.
        }
    }

    /** Nanoseconds since {@code started} when the next record is there. */
    private static long awaitRecord(KafkaConsumer<byte[], byte[]> reader, long started) {
        while (true) {
            ConsumerRecords<byte[], byte[]> records = reader.poll(Duration.ofMillis(100));
            long waited = System.nanoTime() - started;
            if (!records.isEmpty()) {
                return waited;
            }
            if (waited > LIMIT_NANOS) {
                throw new IllegalStateException("Cannot measure: no record came for a minute");
            }
        }
    }

    private Process start() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseG1GC",
                "-Dfile.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                KafkaRunner.class.getName()));
        command.addAll(settings.victim());
        return new ProcessBuilder(command)
                .redirectOutput(new File("/dev/null"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
