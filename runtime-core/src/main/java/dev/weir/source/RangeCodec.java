package dev.weir.source;

import dev.weir.codec.ByteReader;
import dev.weir.codec.ByteWriter;
import dev.weir.codec.Codec;

/** The format of {@link CollectionSource.Range}: three ints. */
enum RangeCodec implements Codec<CollectionSource.Range> {
    INSTANCE;

    @Override
    public void encode(CollectionSource.Range value, ByteWriter out) {
        out.writeInt(value.first());
        out.writeInt(value.next());
        out.writeInt(value.end());
    }

    @Override
    public CollectionSource.Range decode(ByteReader in) {
        return new CollectionSource.Range(in.readInt(), in.readInt(), in.readInt());
    }

    @Override
    public int width() {
        return 12;
    }

    @Override
    public String fingerprint() {
        return "collection-range:1";
    }
}
