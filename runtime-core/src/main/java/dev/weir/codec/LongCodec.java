package dev.weir.codec;

/** Eight bytes. Not a {@link FixedCodec}, because counters and ids make it the codec that matters most. */
enum LongCodec implements Codec<Long> {
    INSTANCE;

    @Override
    public void encode(Long value, ByteWriter out) {
        out.writeLong(value);
    }

    @Override
    public Long decode(ByteReader in) {
        return in.readLong();
    }

    @Override
    public int width() {
        return Long.BYTES;
    }

    @Override
    public String fingerprint() {
        return "long";
    }
}
