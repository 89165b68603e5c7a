package dev.weir.consistency.job;

import dev.weir.codec.ByteReader;
import dev.weir.codec.ByteWriter;
import dev.weir.codec.Codec;
import dev.weir.consistency.history.OutputRecord;

/** The bytes of an {@link OutputRecord}, all of one width. */
public final class OutputCodec implements Codec<OutputRecord> {
    @Override
    public void encode(OutputRecord value, ByteWriter out) {
        out.writeInt(value.partition());
        out.writeLong(value.offset());
        out.writeLong(value.key());
        out.writeLong(value.sequence());
        out.writeLong(value.hash());
        out.writeInt(value.shard());
        out.writeLong(value.attempt());
        out.writeLong(value.epoch());
    }

    @Override
    public OutputRecord decode(ByteReader in) {
        return new OutputRecord(
                in.readInt(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readInt(),
                in.readLong(),
                in.readLong());
    }

    @Override
    public int width() {
        return 56;
    }

    @Override
    public String fingerprint() {
        return "model-output";
    }
}
