package dev.weir.source;

import dev.weir.codec.ByteReader;
import dev.weir.codec.ByteWriter;
import dev.weir.codec.Codec;

/** The format of {@link FileSource.Split}. */
enum FileSplitCodec implements Codec<FileSource.Split> {
    INSTANCE;

    @Override
    public void encode(FileSource.Split value, ByteWriter out) {
        out.writeString(value.path());
        out.writeLong(value.start());
        out.writeLong(value.end());
        out.writeLong(value.offset());
        out.writeLong(value.fileSize());
        out.writeInt(value.headChecksum());
        out.writeBoolean(value.gzip());
    }

    @Override
    public FileSource.Split decode(ByteReader in) {
        return new FileSource.Split(
                in.readString(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readInt(),
                in.readBoolean());
    }

    @Override
    public String fingerprint() {
        return "file-split:1";
    }
}
