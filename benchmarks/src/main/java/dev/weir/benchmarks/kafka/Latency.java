package dev.weir.benchmarks.kafka;

import dev.weir.Job;
import dev.weir.benchmarks.ResultLine;
import java.time.Duration;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** From a record's making to the moment at which a {@code read_committed} reader has it. */
final class Latency {
    private static final int RECORDS_A_SECOND = 20_000;
    /** Not counted: until everything is compiled. */
    private static final int WARMUP_SECONDS = 4;

    private final KafkaCase settings;
    private final WeirJobs weir;

    Latency(KafkaCase settings, WeirJobs weir) {
        this.settings = settings;
        this.weir = weir;
    }

    void measure(ResultLine line) throws Exception {
        String name = "latency-" + ProcessHandle.current().pid();
        int records = (int) settings.records();
        long[] nanos = new long[records];
        int seen = 0;
        try (Topic topic = Topic.create(settings.bootstrap(), name);
                KafkaConsumer<byte[], byte[]> reader = RawClients.consumer(settings.bootstrap())) {
            reader.assign(topic.partitions());
            reader.seekToBeginning(topic.partitions());
            Job job = weir.write(name, records, RECORDS_A_SECOND, number -> Payload.of(System.nanoTime()));
            boolean ended = false;
            while (seen < records && !ended) {
                // Whatever is committed before the end is seen after it.
                ended = job.status().isTerminal();
                for (ConsumerRecord<byte[], byte[]> record : reader.poll(Duration.ofMillis(ended ? 1000 : 100))) {
                    nanos[seen++] = System.nanoTime() - Payload.number(record.value());
                }
            }
            job.await();
            topic.delete();
        }
        long[] steady = Arrays.copyOfRange(nanos, Math.min(WARMUP_SECONDS * RECORDS_A_SECOND, seen / 2), seen);
        Arrays.sort(steady);
        line.put("records", seen)
                .put("medianMs", steady[steady.length / 2] / 1e6)
                .put("p99Ms", steady[(int) (steady.length * 0.99)] / 1e6)
                .put("maxMs", steady[steady.length - 1] / 1e6)
                .put("check", seen == records ? "ok" : "FAIL: " + seen + " of " + records + " records seen");
    }
}
