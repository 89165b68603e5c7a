package dev.weir.kafka;

import dev.weir.codec.ByteReader;
import dev.weir.codec.ByteWriter;
import dev.weir.codec.Codec;

/** The format of {@link KafkaSource.Split}. */
enum KafkaSplitCodec implements Codec<KafkaSource.Split> {
    INSTANCE;

    @Override
    public void encode(KafkaSource.Split value, ByteWriter out) {
        out.writeString(value.topic());
        out.writeInt(value.partition());
        out.writeString(value.topicId());
        out.writeLong(value.offset());
        out.writeInt(value.leaderEpoch());
        out.writeLong(value.end());
    }

    @Override
    public KafkaSource.Split decode(ByteReader in) {
        return new KafkaSource.Split(
                in.readString(), in.readInt(), in.readString(), in.readLong(), in.readInt(), in.readLong());
    }

    @Override
    public String fingerprint() {
        return "kafka-split:1";
    }
}
