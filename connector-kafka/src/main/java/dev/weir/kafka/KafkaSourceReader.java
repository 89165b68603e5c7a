package dev.weir.kafka;

import dev.weir.source.AcceptsSplits;
import dev.weir.source.PausesSplits;
import dev.weir.source.PollStatus;
import dev.weir.source.SourceReader;
import dev.weir.source.SourceReaderContext;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads the partitions of one subtask with one consumer, which is assigned what it reads and knows nothing of groups but their
 * offsets. What a poll of the consumer brings is emitted in slices, partition by partition in turns, so that barriers never
 * wait for long; the consumer is polled again when all of it is emitted, so that back pressure reaches the brokers.
 */
@SuppressWarnings("try") // close() may be interrupted like any other call
final class KafkaSourceReader<T>
        implements SourceReader<KafkaSource.Split>, AcceptsSplits<KafkaSource.Split>, PausesSplits {
    private static final int RECORDS_PER_POLL = 1024;
    /** A barrier has to wait as long when nothing comes. */
    private static final Duration WAIT = Duration.ofMillis(1);

    private static final Duration LONG_WAIT = Duration.ofMillis(5);
    private static final int EMPTY_POLLS_BEFORE_LONG_WAIT = 200;
    /** Enough for a commit that is under way; a job that stops interrupts threads that take much longer. */
    private static final Duration CLOSE_PATIENCE = Duration.ofMillis(50);

    private final KafkaSourceSettings<T> settings;
    private final SourceReaderContext<T> context;
    private final RecordEmitter<T> emitter;
    private final MissingRecords missing;
    private final @Nullable GroupOffsetCommits commits;
    private final Map<TopicPartition, PartitionCursor<T>> cursors = new LinkedHashMap<>();
    private final Map<TopicPartition, Long> finished = new HashMap<>();
    /** Those with records to emit that are not paused. */
    private final ArrayDeque<PartitionCursor<T>> ready = new ArrayDeque<>();

    private @Nullable Consumer<byte[], byte[]> consumer;
    private int emptyPolls;

    private KafkaSourceReader(
            KafkaSourceSettings<T> settings, SourceReaderContext<T> context, RecordEmitter<T> emitter) {
        this.settings = settings;
        this.context = context;
        this.emitter = emitter;
        missing = new MissingRecords(settings.continueOnMissing(), context.metrics());
        commits = settings.groupId() == null ? null : new GroupOffsetCommits(settings.groupId(), context.metrics());
    }

    static <T> KafkaSourceReader<T> open(KafkaSourceSettings<T> settings, SourceReaderContext<T> context) {
        return new KafkaSourceReader<>(settings, context, RecordEmitter.open(settings, context));
    }

    @Override
    public void start(List<KafkaSource.Split> splits) {
        addSplits(splits);
    }

    @Override
    public void addSplits(List<KafkaSource.Split> splits) {
        List<PartitionCursor<T>> added = new ArrayList<>();
        for (KafkaSource.Split split : splits) {
            PartitionCursor<T> cursor = new PartitionCursor<>(split, context.output(split.splitId()));
            if (cursor.finished()) {
                finish(cursor);
            } else {
                cursors.put(cursor.partition(), cursor);
                added.add(cursor);
            }
        }
        if (!added.isEmpty()) {
            onConsumer(client -> {
                client.assign(cursors.keySet());
                added.forEach(cursor -> seek(client, cursor.snapshot()));
            });
        }
    }

    private static void seek(Consumer<byte[], byte[]> client, KafkaSource.Split position) {
        client.seek(position.topicPartition(), position.toOffset());
    }

    @Override
    public PollStatus poll() {
        if (ready.isEmpty()) {
            if (cursors.isEmpty()) {
                return settings.bounded() ? PollStatus.END : PollStatus.WAIT;
            }
            fetch();
        }
        PartitionCursor<T> cursor = ready.poll();
        if (cursor == null) {
            return cursors.isEmpty() && settings.bounded() ? PollStatus.END : PollStatus.WAIT;
        }
        cursor.emit(RECORDS_PER_POLL, emitter);
        if (cursor.hasRecords()) {
            ready.add(cursor);
        } else {
            finishIfDone(cursor);
        }
        return PollStatus.MORE;
    }

    private void fetch() {
        onConsumer(client -> {
            try {
                Duration wait = emptyPolls < EMPTY_POLLS_BEFORE_LONG_WAIT ? WAIT : LONG_WAIT;
                take(client.poll(wait));
            } catch (OffsetOutOfRangeException e) {
                missing.handle(e, client, (partition, offset) -> {
                    PartitionCursor<T> cursor = cursors.get(partition);
                    if (cursor != null) {
                        cursor.moveTo(offset, KafkaSource.Split.NO_EPOCH);
                        seek(client, cursor.snapshot());
                        finishIfDone(cursor);
                    }
                });
            }
        });
    }

    private void take(ConsumerRecords<byte[], byte[]> records) {
        emptyPolls = records.isEmpty() ? emptyPolls + 1 : 0;
        for (TopicPartition partition : records.partitions()) {
            PartitionCursor<T> cursor = cursors.get(partition);
            if (cursor != null) {
                cursor.accept(records.records(partition));
                if (cursor.hasRecords()) {
                    ready.add(cursor);
                }
            }
        }
        for (Map.Entry<TopicPartition, OffsetAndMetadata> next :
                records.nextOffsets().entrySet()) {
            PartitionCursor<T> cursor = cursors.get(next.getKey());
            if (cursor != null) {
                cursor.advanceTo(next.getValue());
                finishIfDone(cursor);
            }
        }
    }

    private void finishIfDone(PartitionCursor<T> cursor) {
        if (!cursor.hasRecords() && cursor.finished()) {
            cursors.remove(cursor.partition());
            finish(cursor);
            if (!cursors.isEmpty()) {
                onConsumer(client -> client.assign(cursors.keySet()));
            }
        }
    }

    private void finish(PartitionCursor<T> cursor) {
        finished.put(cursor.partition(), Math.min(cursor.position(), cursor.end()));
        context.splitFinished(cursor.splitId());
    }

    @Override
    public void pauseSplits(Set<String> splitIds) {
        List<TopicPartition> pause = new ArrayList<>();
        List<TopicPartition> resume = new ArrayList<>();
        for (PartitionCursor<T> cursor : cursors.values()) {
            boolean paused = splitIds.contains(cursor.splitId());
            if (paused != cursor.paused) {
                cursor.paused = paused;
                (paused ? pause : resume).add(cursor.partition());
                if (paused) {
                    ready.remove(cursor);
                } else if (cursor.hasRecords()) {
                    ready.add(cursor);
                }
            }
        }
        if (!pause.isEmpty() || !resume.isEmpty()) {
            onConsumer(client -> {
                client.pause(pause);
                client.resume(resume);
            });
        }
    }

    @Override
    public List<KafkaSource.Split> snapshot(long checkpointId) {
        List<KafkaSource.Split> positions = new ArrayList<>(cursors.size());
        for (PartitionCursor<T> cursor : cursors.values()) {
            positions.add(cursor.snapshot());
        }
        if (commits != null) {
            Map<TopicPartition, Long> offsets = new HashMap<>(finished);
            cursors.forEach((partition, cursor) -> offsets.put(partition, cursor.position()));
            commits.remember(checkpointId, offsets);
        }
        return positions;
    }

    @Override
    public void checkpointCompleted(long checkpointId) {
        GroupOffsetCommits target = commits;
        if (target == null || (cursors.isEmpty() && finished.isEmpty())) {
            return;
        }
        onConsumer(client -> {
            if (cursors.isEmpty()) {
                target.completedAtEnd(checkpointId, client);
            } else {
                target.completed(checkpointId, client);
            }
        });
    }

    /** Does something with the consumer, which is made when it is first needed. */
    private void onConsumer(java.util.function.Consumer<Consumer<byte[], byte[]>> work) {
        try {
            Consumer<byte[], byte[]> client = consumer;
            if (client == null) {
                client = new KafkaConsumer<>(settings.consumerProperties(Integer.toString(context.subtaskIndex())));
                consumer = client;
            }
            work.accept(client);
        } catch (KafkaException e) {
            throw KafkaFailures.OF_SOURCE.of("read " + settings.topics(), settings.connection(), e);
        }
    }

    /** An interrupt may have ended the last poll; closing takes so little time that it need not be cut short too. */
    @Override
    public void close() throws Exception {
        boolean interrupted = Thread.interrupted();
        try {
            if (consumer != null) {
                consumer.close(CloseOptions.timeout(CLOSE_PATIENCE));
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            emitter.close();
        }
    }
}
