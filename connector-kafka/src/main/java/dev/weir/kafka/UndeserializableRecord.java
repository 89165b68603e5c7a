package dev.weir.kafka;

import org.jspecify.annotations.Nullable;

/**
 * A record of a topic that could not be deserialised.
 *
 * @param topic where it stands
 * @param partition of the topic
 * @param offset in the partition
 * @param timestamp milliseconds since the epoch; negative if it has none
 * @param key its key's bytes, not copied
 * @param value its value's bytes, not copied
 * @param error why it could not be deserialised
 */
@SuppressWarnings("ArrayRecordComponent") // raw bytes are the point; nobody compares these records
public record UndeserializableRecord(
        String topic,
        int partition,
        long offset,
        long timestamp,
        byte @Nullable [] key,
        byte @Nullable [] value,
        String error) {}
