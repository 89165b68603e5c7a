package dev.weir.benchmarks.kafka;

import dev.weir.benchmarks.Stopwatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What Kafka's clients reach alone: the limit of anything that is built on them. */
final class RawClients {
    private final KafkaCase settings;

    RawClients(KafkaCase settings) {
        this.settings = settings;
    }

    static KafkaConsumer<byte[], byte[]> consumer(String bootstrap) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", bootstrap,
                        "isolation.level", "read_committed",
                        "enable.auto.commit", "false",
                        "auto.offset.reset", "none",
                        "group.id", "raw-" + ProcessHandle.current().pid(),
                        "max.poll.records", "5000"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** With the settings that the jobs of all sides use: batches of 64 KiB, 5 ms linger. */
    private KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(more);
        properties.put("bootstrap.servers", settings.bootstrap());
        properties.put("batch.size", 65_536);
        properties.put("linger.ms", 5);
        properties.put("buffer.memory", 67_108_864L);
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    void load(String topic, long records) {
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
            for (long number = 0; number < records; number++) {
                Future<?> unused = producer.send(
                        new ProducerRecord<>(topic, (int) (number % KafkaCase.PARTITIONS), null, Payload.of(number)));
            }
            producer.flush();
        }
    }

    void write(String topic, long records) {
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
            for (long number = 0; number < records; number++) {
                Future<?> unused = producer.send(new ProducerRecord<>(topic, Payload.map(Payload.of(number))));
            }
            producer.flush();
        }
    }

    /** Reads everything; the clock begins at the first record. */
    Stopwatch read(String topic, long records, AtomicLong sum) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(settings.bootstrap())) {
            List<TopicPartition> partitions = partitions(topic, 0, 1);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long count = 0;
            long total = 0;
            Stopwatch stopwatch = null;
            while (count < records) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    if (stopwatch == null) {
                        stopwatch = new Stopwatch(System.nanoTime());
                    }
                    total += Payload.number(record.value());
                    count++;
                }
            }
            if (stopwatch == null) {
                throw new IllegalArgumentException("Cannot read " + topic + ": no records are asked for");
            }
            stopwatch.stop();
            sum.set(total);
            return stopwatch;
        }
    }

    private static List<TopicPartition> partitions(String topic, int first, int step) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (int partition = first; partition < KafkaCase.PARTITIONS; partition += step) {
            partitions.add(new TopicPartition(topic, partition));
        }
        return partitions;
    }

    /** Consumes, maps and produces in a transaction that takes the offsets along, a thread for each partition. */
    final class Pipe implements AutoCloseable {
        private final AtomicBoolean stopped = new AtomicBoolean();
        private final AtomicLong firstNanos = new AtomicLong();
        private final ExecutorService threads = Executors.newFixedThreadPool(settings.parallelism());
        private final List<Future<?>> running = new ArrayList<>();

        Pipe(String input, String output) {
            for (int thread = 0; thread < settings.parallelism(); thread++) {
                int first = thread;
                running.add(threads.submit(() -> run(input, output, first)));
            }
        }

        private void run(String input, String output, int first) {
            try (KafkaConsumer<byte[], byte[]> consumer = consumer(settings.bootstrap());
                    KafkaProducer<byte[], byte[]> producer =
                            producer(Map.of("transactional.id", output + "-" + first))) {
                List<TopicPartition> partitions = partitions(input, first, settings.parallelism());
                consumer.assign(partitions);
                consumer.seekToBeginning(partitions);
                producer.initTransactions();
                producer.beginTransaction();
                long interval = settings.checkpointInterval().toNanos();
                long next = System.nanoTime() + interval;
                boolean empty = true;
                while (!stopped.get()) {
                    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(10))) {
                        if (empty) {
                            firstNanos.compareAndSet(0, System.nanoTime());
                        }
                        empty = false;
                        Future<?> unused = producer.send(new ProducerRecord<>(output, Payload.map(record.value())));
                    }
                    if (!empty && System.nanoTime() >= next) {
                        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
                        partitions.forEach(each -> offsets.put(each, new OffsetAndMetadata(consumer.position(each))));
                        producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
                        producer.commitTransaction();
                        producer.beginTransaction();
                        empty = true;
                        next = System.nanoTime() + interval;
                    }
                }
                producer.abortTransaction();
            }
        }

        /** When the first record came in, 0 before. */
        long firstNanos() {
            return firstNanos.get();
        }

        boolean hasEnded() {
            return running.stream().anyMatch(Future::isDone);
        }

        /** Stops, and throws what a thread has failed with. */
        @Override
        public void close() {
            stopped.set(true);
            threads.shutdown();
            running.forEach(each -> {
                try {
                    each.get();
                } catch (InterruptedException | ExecutionException e) {
                    throw new IllegalStateException("Cannot copy the topic: " + e, e);
                }
            });
        }
    }
}
