package dev.weir.consistency.fault;

import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.history.Workload;
import dev.weir.sink.CollectSink;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.sink.FileSink;
import dev.weir.sink.Sink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** A destination on a disk of its own, which is in order; and what is wrong with what it holds. */
sealed interface Output {
    DeliveryStrategy strategy();

    Sink<OutputRecord> sink();

    List<OutputRecord> records() throws IOException;

    /** Files, by two phases. */
    record InFiles(Path folder) implements Output {
        @Override
        public DeliveryStrategy strategy() {
            return DeliveryStrategy.TWO_PHASE;
        }

        @Override
        public Sink<OutputRecord> sink() {
            return FileSink.lines(folder, InFiles::line);
        }

        @Override
        public List<OutputRecord> records() throws IOException {
            List<OutputRecord> records = new ArrayList<>();
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    if (!file.getFileName().toString().startsWith(".")) {
                        Files.readAllLines(file).forEach(line -> records.add(record(line)));
                    }
                }
            }
            return records;
        }

        private static String line(OutputRecord record) {
            return record.partition() + "," + record.offset() + "," + record.key() + "," + record.sequence() + ","
                    + record.hash() + "," + record.shard() + "," + record.attempt() + "," + record.epoch();
        }

        private static OutputRecord record(String line) {
            long[] parts =
                    Arrays.stream(line.split(",")).mapToLong(Long::parseLong).toArray();
            return new OutputRecord(
                    (int) parts[0], parts[1], parts[2], parts[3], parts[4], (int) parts[5], parts[6], parts[7]);
        }
    }

    /** A list with a ledger, by a write-ahead log. */
    record InMemory(CollectSink<OutputRecord> sink) implements Output {
        InMemory() {
            this(CollectSink.exactlyOnce(OutputRecord.class));
        }

        @Override
        public DeliveryStrategy strategy() {
            return DeliveryStrategy.WRITE_AHEAD_LOG;
        }

        @Override
        public List<OutputRecord> records() {
            return sink.results();
        }
    }

    /** What must never be there, at whatever moment: doubled records, and such as no input explains. */
    default List<String> wrong(Workload workload) throws IOException {
        Set<OutputRecord> truth = truth(workload);
        Map<OutputRecord, Integer> found = new HashMap<>();
        records().forEach(record -> found.merge(record.unstamped(), 1, Integer::sum));
        List<String> wrong = new ArrayList<>();
        found.forEach((record, times) -> {
            if (times > 1 || !truth.contains(record)) {
                wrong.add(record + " is there " + times + " times" + (truth.contains(record) ? "" : ", a phantom"));
            }
        });
        return wrong;
    }

    /** What is missing for the whole input. */
    default Set<OutputRecord> missing(Workload workload) throws IOException {
        Set<OutputRecord> missing = truth(workload);
        records().forEach(record -> missing.remove(record.unstamped()));
        return missing;
    }

    private static Set<OutputRecord> truth(Workload workload) {
        Set<OutputRecord> truth = new HashSet<>();
        Map<Long, Long> counts = new HashMap<>();
        Map<Long, Long> hashes = new HashMap<>();
        for (int partition = 0; partition < workload.partitions(); partition++) {
            for (long offset = 0; offset < workload.recordsPerPartition(); offset++) {
                long key = workload.keyOf(partition, offset);
                long before = hashes.getOrDefault(key, workload.firstHash(key));
                hashes.put(key, Workload.nextHash(before, offset));
                long count = counts.merge(key, 1L, Long::sum);
                truth.add(new OutputRecord(partition, offset, key, count, hashes.get(key), 0, 0, 0));
            }
        }
        return truth;
    }
}
