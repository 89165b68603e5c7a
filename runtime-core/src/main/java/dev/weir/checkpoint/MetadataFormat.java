package dev.weir.checkpoint;

import dev.weir.checkpoint.CheckpointMetadata.OperatorState;
import dev.weir.checkpoint.CheckpointMetadata.SubtaskState;
import dev.weir.codec.ByteReader;
import dev.weir.codec.ByteWriter;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.state.FileRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a metadata file, little-endian: magic (8), version (4), length of the body (4), body, CRC32C of everything
 * before it (4). This frame is the same in every version; a version is about the body.
 */
final class MetadataFormat {
    static final int VERSION = 1;

    private static final long MAGIC = 0x54504B4352494557L; // "WEIRCKPT"
    private static final int HEADER = 16;
    private static final int TRAILER = 4;
    private static final long MAX_SIZE = 1L << 30;
    static final String REMEDY =
            "restore from an older checkpoint or savepoint by naming it explicitly with fromSavepoint(path)";

    private MetadataFormat() {}

    static byte[] encode(CheckpointMetadata metadata) {
        ByteWriter out = new ByteWriter(1024);
        out.writeLong(MAGIC);
        out.writeInt(VERSION);
        out.writeInt(0);
        writeBody(metadata, out);
        out.putInt(HEADER - 4, out.size() - HEADER);
        out.writeInt(checksum(out.array(), out.size()));
        return out.toByteArray();
    }

    /**
     * Reads a metadata file.
     *
     * @param where its path, for error messages
     * @throws WeirException {@code CHECKPOINT_CORRUPT}, {@code CHECKPOINT_TOO_NEW}
     */
    static CheckpointMetadata decode(byte[] bytes, Object where) {
        if (bytes.length < HEADER + TRAILER) {
            throw corrupt(
                    where, "it is too short", "expected at least " + (HEADER + TRAILER) + " bytes", bytes.length, null);
        }
        ByteReader in = new ByteReader(bytes);
        long magic = in.readLong();
        if (magic != MAGIC) {
            throw corrupt(where, "it does not begin like one", "expected " + hex(MAGIC), hex(magic), null);
        }
        int version = in.readInt();
        int length = in.readInt();
        if (length != bytes.length - HEADER - TRAILER) {
            throw corrupt(
                    where,
                    "its length is wrong",
                    "expected a body of " + length + " bytes",
                    bytes.length - HEADER - TRAILER,
                    null);
        }
        in.skip(length);
        int expected = in.readInt();
        int found = checksum(bytes, bytes.length - TRAILER);
        if (expected != found) {
            throw corrupt(where, "its checksum is wrong", "expected CRC32C " + hex(expected), hex(found), null);
        }
        if (version > VERSION) {
            throw new WeirException(
                    ErrorCode.CHECKPOINT_TOO_NEW,
                    "Cannot read checkpoint " + where + ": a newer Weir wrote it: format version " + version
                            + ", this one reads up to " + VERSION + "; run that Weir or a newer one");
        }
        try {
            return readBody(in.reset(bytes, HEADER, length));
        } catch (WeirException | IllegalArgumentException e) {
            throw corrupt(where, "its body cannot be read", "expected version " + version, e.getMessage(), e);
        }
    }

    /** Before a file of any size is read into memory. */
    static void checkSize(long bytes, Object where) {
        if (bytes > MAX_SIZE) {
            throw corrupt(where, "it is too long", "expected at most " + MAX_SIZE + " bytes", bytes, null);
        }
    }

    private static void writeBody(CheckpointMetadata metadata, ByteWriter out) {
        out.writeString(metadata.jobName());
        out.writeString(metadata.lineage());
        out.writeLong(metadata.attempt());
        out.writeLong(metadata.checkpointId());
        out.writeBoolean(metadata.savepoint());
        out.writeLong(metadata.completedMillis());
        out.writeInt(metadata.maxParallelism());
        out.writeVarInt(metadata.operators().size());
        for (OperatorState operator : metadata.operators()) {
            out.writeString(operator.uid());
            out.writeString(operator.description());
            out.writeVarInt(operator.subtasks().size());
            for (SubtaskState subtask : operator.subtasks()) {
                out.writeBlob(subtask.state());
                writeFiles(subtask.keyedChain(), out);
                writeFiles(subtask.files(), out);
                out.writeLong(subtask.watermark());
            }
        }
    }

    private static CheckpointMetadata readBody(ByteReader in) {
        CheckpointMetadata metadata = new CheckpointMetadata(
                in.readString(),
                in.readString(),
                in.readLong(),
                in.readLong(),
                in.readBoolean(),
                in.readLong(),
                in.readInt(),
                readList(in, MetadataFormat::readOperator));
        if (in.remaining() != 0) {
            throw new IllegalArgumentException(in.remaining() + " bytes are left over");
        }
        return metadata;
    }

    private static OperatorState readOperator(ByteReader in) {
        return new OperatorState(in.readString(), in.readString(), readList(in, MetadataFormat::readSubtask));
    }

    private static SubtaskState readSubtask(ByteReader in) {
        return new SubtaskState(
                in.readBlob(),
                readList(in, MetadataFormat::readFile),
                readList(in, MetadataFormat::readFile),
                in.readLong());
    }

    private static void writeFiles(Collection<FileRef> files, ByteWriter out) {
        out.writeVarInt(files.size());
        for (FileRef file : files) {
            out.writeString(file.name());
            out.writeLong(file.length());
            out.writeInt(file.crc32c());
        }
    }

    private static FileRef readFile(ByteReader in) {
        return new FileRef(in.readString(), in.readLong(), in.readInt());
    }

    private static <T> List<T> readList(ByteReader in, Function<ByteReader, T> element) {
        int count = in.readVarInt();
        List<T> list = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            list.add(element.apply(in));
        }
        return list;
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return (int) checksum.getValue();
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }

    private static String hex(int value) {
        return "0x" + Integer.toHexString(value);
    }

    private static WeirException corrupt(
            Object where, String reason, String expected, @Nullable Object found, @Nullable Throwable cause) {
        String message = "Cannot read checkpoint " + where + ": " + reason + ": " + expected + ", found " + found + "; "
                + REMEDY;
        return cause == null
                ? new WeirException(ErrorCode.CHECKPOINT_CORRUPT, message)
                : new WeirException(ErrorCode.CHECKPOINT_CORRUPT, message, cause);
    }
}
