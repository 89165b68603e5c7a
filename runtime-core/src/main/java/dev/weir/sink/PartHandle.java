package dev.weir.sink;

import dev.weir.codec.ByteReader;
import dev.weir.codec.ByteWriter;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;

/**
 * What a checkpoint keeps of a prepared part.
 *
 * @param attempt the attempt that wrote it
 * @param length in bytes; 0 if there were no records, and then there is no file
 * @param checksum CRC32C of the content
 */
record PartHandle(String part, String temporary, long attempt, long length, int checksum) {
    private static final int VERSION = 1;

    byte[] encoded() {
        ByteWriter out = new ByteWriter();
        out.writeByte(VERSION);
        out.writeString(part);
        out.writeString(temporary);
        out.writeLong(attempt);
        out.writeLong(length);
        out.writeInt(checksum);
        return out.toByteArray();
    }

    static PartHandle decode(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        int version = in.readByte();
        if (version != VERSION) {
            throw new WeirException(
                    ErrorCode.CHECKPOINT_TOO_NEW,
                    "Cannot read the handle of a prepared file: its format is " + version + ", known is " + VERSION
                            + "; run the version of Weir that wrote the checkpoint");
        }
        return new PartHandle(in.readString(), in.readString(), in.readLong(), in.readLong(), in.readInt());
    }

    boolean isEmpty() {
        return length == 0;
    }
}
