package dev.weir.delivery;

import dev.weir.codec.CodecRegistry;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.fault.FaultInjector;
import dev.weir.metrics.MetricGroup;
import dev.weir.time.Clock;
import java.util.stream.IntStream;

/**
 * What a strategy gets from the runtime for one subtask of one sink.
 *
 * @param attempt the fencing token, or 0 for one who only looks
 * @param owner names the attempt beyond its number
 * @param shards the sink's number of commit shards, at least the parallelism
 */
public record DeliveryContext(
        String jobName,
        String sinkUid,
        int subtaskIndex,
        int parallelism,
        int shards,
        long attempt,
        String owner,
        RewindPolicy rewindPolicy,
        DeadLetterPolicy deadLetters,
        Clock clock,
        FaultInjector faults,
        MetricGroup metrics,
        CodecRegistry codecs,
        SegmentStore segments) {
    public DeliveryContext {
        if (subtaskIndex < 0 || subtaskIndex >= parallelism || parallelism > shards) {
            throw new WeirException(
                    ErrorCode.INVALID_JOB,
                    "Cannot deliver to sink \"" + sinkUid + "\" of job \"" + jobName
                            + "\": every subtask needs a commit shard of its own: subtask " + subtaskIndex
                            + ", parallelism " + parallelism + ", shards " + shards
                            + "; lower the parallelism or give the sink more shards");
        }
    }

    /** The shards whose units this subtask commits; it fills the first of them. */
    IntStream ownedShards() {
        return IntStream.iterate(subtaskIndex, shard -> shard < shards, shard -> shard + parallelism);
    }

    /** Whether some subtask fills the shard; the others only rest. */
    boolean isFilled(int shard) {
        return shard < parallelism;
    }

    DeadLetterBreaker breaker() {
        return new DeadLetterBreaker(deadLetters, this::describeSink, metrics.counter("deadLetters"));
    }

    String describeSink() {
        return "sink \"" + sinkUid + "\" of job \"" + jobName + "\"";
    }

    String describeShard(int shard) {
        return "shard " + shard + " of " + describeSink();
    }
}
