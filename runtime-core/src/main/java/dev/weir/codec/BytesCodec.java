package dev.weir.codec;

/** The bytes themselves, up to the limit. */
enum BytesCodec implements Codec<byte[]> {
    INSTANCE;

    @Override
    public void encode(byte[] value, ByteWriter out) {
        out.writeBytes(value);
    }

    @Override
    public byte[] decode(ByteReader in) {
        return in.readBytes(in.remaining());
    }

    @Override
    public String fingerprint() {
        return "bytes";
    }
}
