package dev.weir.source;

import dev.weir.codec.ByteReader;
import dev.weir.codec.ByteWriter;
import dev.weir.codec.Codec;

/** The format of {@link GeneratorSource.Stripe}: two ints and a long. */
enum StripeCodec implements Codec<GeneratorSource.Stripe> {
    INSTANCE;

    @Override
    public void encode(GeneratorSource.Stripe value, ByteWriter out) {
        out.writeInt(value.stripe());
        out.writeInt(value.stripes());
        out.writeLong(value.next());
    }

    @Override
    public GeneratorSource.Stripe decode(ByteReader in) {
        return new GeneratorSource.Stripe(in.readInt(), in.readInt(), in.readLong());
    }

    @Override
    public int width() {
        return 16;
    }

    @Override
    public String fingerprint() {
        return "generator-stripe:1";
    }
}
