package dev.weir.kafka;

import dev.weir.codec.ByteReader;
import dev.weir.codec.ByteWriter;
import dev.weir.codec.Codec;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;

/**
 * Turns a record into the one of Kafka that is to be sent, while it is written to the sink: so a commit needs neither the
 * record's class nor the user's functions.
 *
 * <p><b>Threading:</b> one thread at a time.
 */
final class KafkaRecordCodec<T> implements Codec<T> {
    private final RecordMapping<T> mapping;
    private final RecordMapping.Encoder<T> encoder;

    KafkaRecordCodec(RecordMapping<T> mapping) {
        this.mapping = mapping;
        this.encoder = new RecordMapping.Encoder<>(mapping);
    }

    @Override
    public void encode(T record, ByteWriter out) {
        encoder.encode(record, out);
    }

    /** Never needed: a record is sent as it is. */
    @Override
    public T decode(ByteReader in) {
        throw new WeirException(
                ErrorCode.INTERNAL,
                "Cannot decode a record for " + mapping.description()
                        + ": serialised records are only sent; report this as a defect");
    }

    @Override
    public String fingerprint() {
        return "kafka-record-" + EncodedRecord.FORMAT + ":" + mapping.form();
    }

    @Override
    public Codec<T> duplicate() {
        return new KafkaRecordCodec<>(mapping);
    }
}
