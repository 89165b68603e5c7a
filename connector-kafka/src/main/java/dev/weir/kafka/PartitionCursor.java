package dev.weir.kafka;

import dev.weir.source.SourceOutput;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * One partition: its position, where its records go, and what was fetched of it and not emitted yet. Threading: confined to
 * the task's thread.
 */
final class PartitionCursor<T> {
    private final KafkaSource.Split start;
    private final TopicPartition partition;
    private final String splitId;
    private final SourceOutput<T> output;
    private List<ConsumerRecord<byte[], byte[]>> fetched = List.of();
    /** The first record of {@link #fetched} that was not emitted, and behind the last one to be emitted. */
    private int index;

    private int limit;
    /** Of the next record. */
    private long position;

    private int leaderEpoch;
    /** Behind all that was fetched; not only records take up offsets, so it is more than the last one's and one. */
    private long fetchedTo;

    private int fetchedEpoch;
    boolean paused;

    PartitionCursor(KafkaSource.Split split, SourceOutput<T> output) {
        this.start = split;
        this.partition = split.topicPartition();
        this.splitId = split.splitId();
        this.output = output;
        moveTo(split.offset(), split.leaderEpoch());
    }

    TopicPartition partition() {
        return partition;
    }

    String splitId() {
        return splitId;
    }

    String topicId() {
        return start.topicId();
    }

    long position() {
        return position;
    }

    /** Before which it stops. */
    long end() {
        return start.end();
    }

    KafkaSource.Split snapshot() {
        return new KafkaSource.Split(
                start.topic(), start.partition(), start.topicId(), position, leaderEpoch, start.end());
    }

    /** Begins or goes on elsewhere; what was fetched is dropped. */
    void moveTo(long offset, int epoch) {
        fetched = List.of();
        index = 0;
        limit = 0;
        position = offset;
        leaderEpoch = epoch;
        fetchedTo = offset;
        fetchedEpoch = epoch;
    }

    /** Takes what a poll has brought; all before must be emitted. */
    void accept(List<ConsumerRecord<byte[], byte[]>> records) {
        fetched = records;
        index = 0;
        limit = records.size();
        while (limit > 0 && records.get(limit - 1).offset() >= start.end()) {
            limit--;
        }
    }

    /** Takes how far the poll has come: behind the records there may be ends of transactions, or aborted ones. */
    void advanceTo(OffsetAndMetadata next) {
        fetchedTo = next.offset();
        fetchedEpoch = next.leaderEpoch().orElse(KafkaSource.Split.NO_EPOCH);
        if (!hasRecords()) {
            arrive();
        }
    }

    boolean hasRecords() {
        return index < limit;
    }

    /** Whether the end is reached, if there is one. */
    boolean finished() {
        return position >= start.end();
    }

    /** Emits some of what was fetched. */
    void emit(int most, RecordEmitter<T> emitter) {
        int to = Math.min(limit, index + most);
        List<ConsumerRecord<byte[], byte[]>> records = fetched;
        for (int i = index; i < to; i++) {
            emitter.emit(records.get(i), output);
        }
        index = to;
        if (to == limit) {
            arrive();
        } else {
            ConsumerRecord<byte[], byte[]> last = records.get(to - 1);
            position = last.offset() + 1;
            leaderEpoch = last.leaderEpoch().orElse(KafkaSource.Split.NO_EPOCH);
        }
    }

    private void arrive() {
        fetched = List.of();
        index = 0;
        limit = 0;
        position = fetchedTo;
        leaderEpoch = fetchedEpoch;
    }
}
