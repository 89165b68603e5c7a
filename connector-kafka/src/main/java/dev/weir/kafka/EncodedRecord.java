package dev.weir.kafka;

import dev.weir.codec.ByteReader;
import dev.weir.codec.ByteWriter;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one of Kafka's records in a segment: a byte of flags, then, where the flags say so, topic, partition,
 * timestamp, headers and key; the rest is the value.
 *
 * <p><b>Threading:</b> one reader for one thread.
 */
final class EncodedRecord {
    /** Changes whenever the form does. */
    static final int FORMAT = 1;

    private static final int TOPIC = 1;
    private static final int PARTITION = 2;
    private static final int TIMESTAMP = 4;
    private static final int HEADERS = 8;
    private static final int KEY = 16;
    private static final int VALUE = 32;
    /** It could not be serialised: why, and then what it looked like. */
    private static final int REFUSED = 64;

    private final @Nullable String constantTopic;
    private final ByteReader in = new ByteReader(new byte[0]);

    /** @param constantTopic of the records that name none */
    EncodedRecord(@Nullable String constantTopic) {
        this.constantTopic = constantTopic;
    }

    static void write(
            @Nullable String topic,
            @Nullable Integer partition,
            @Nullable Long timestamp,
            Headers headers,
            byte @Nullable [] key,
            byte @Nullable [] value,
            ByteWriter out) {
        int flags = topic == null ? 0 : TOPIC;
        flags |= partition == null ? 0 : PARTITION;
        flags |= timestamp == null ? 0 : TIMESTAMP;
        Header[] all = headers.toArray();
        flags |= all.length == 0 ? 0 : HEADERS;
        flags |= key == null ? 0 : KEY;
        flags |= value == null ? 0 : VALUE;
        out.writeByte(flags);
        if (topic != null) {
            out.writeString(topic);
        }
        if (partition != null) {
            out.writeInt(partition);
        }
        if (timestamp != null) {
            out.writeLong(timestamp);
        }
        if (all.length > 0) {
            out.writeVarInt(all.length);
            for (Header header : all) {
                out.writeString(header.key());
                byte[] content = header.value();
                out.writeBoolean(content != null);
                if (content != null) {
                    out.writeBlob(content);
                }
            }
        }
        if (key != null) {
            out.writeBlob(key);
        }
        if (value != null) {
            out.writeBytes(value);
        }
    }

    static void writeRefused(String reason, String record, ByteWriter out) {
        out.writeByte(REFUSED);
        out.writeString(reason);
        out.writeString(record);
    }

    /** Why the record could not be serialised and what it looked like, or null if it is one to send. */
    static @Nullable Refused refused(byte[] array, int offset, int length) {
        if (length == 0 || (array[offset] & REFUSED) == 0) {
            return null;
        }
        ByteReader reader = new ByteReader(array, offset + 1, length - 1);
        return new Refused(reader.readString(), reader.readString());
    }

    record Refused(String reason, String record) {}

    boolean hasConstantTopic() {
        return constantTopic != null;
    }

    ProducerRecord<byte[], byte[]> read(byte[] array, int offset, int length) {
        in.reset(array, offset, length);
        int flags = in.readByte();
        String topic = (flags & TOPIC) == 0 ? constantTopic : in.readString();
        Integer partition = (flags & PARTITION) == 0 ? null : in.readInt();
        Long timestamp = (flags & TIMESTAMP) == 0 ? null : in.readLong();
        // The producer would copy an empty list for each record.
        RecordHeaders headers = (flags & HEADERS) == 0 ? null : readHeaders();
        byte[] key = (flags & KEY) == 0 ? null : in.readBlob();
        byte[] value = (flags & VALUE) == 0 ? null : in.readBytes(in.remaining());
        return new ProducerRecord<>(topic, partition, timestamp, key, value, headers);
    }

    private RecordHeaders readHeaders() {
        RecordHeaders headers = new RecordHeaders();
        for (int left = in.readVarInt(); left > 0; left--) {
            String name = in.readString();
            headers.add(name, in.readBoolean() ? in.readBlob() : null);
        }
        return headers;
    }
}
