package dev.weir.delivery;

import dev.weir.codec.ByteReader;
import dev.weir.codec.ByteWriter;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.LedgerEntry;
import dev.weir.state.FileRef;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a checkpoint keeps of one subtask of a sink that delivers in units, and its bytes.
 *
 * @param checkpointId the checkpoint that keeps it
 * @param fingerprint the format of the records in the segments
 */
record UnitState(long checkpointId, String fingerprint, List<ShardState> shards) {
    /** "UNIT": tells a tool which of a checkpoint's states are of this kind. */
    private static final int MAGIC = 0x54494E55;

    private static final int VERSION = 2;

    UnitState {
        shards = List.copyOf(shards);
    }

    /** Prepares what is not prepared yet; segments must be durable. */
    byte[] toBytes() throws Exception {
        ByteWriter out = new ByteWriter(256);
        out.writeInt(MAGIC);
        out.writeByte(VERSION);
        out.writeLong(checkpointId);
        out.writeString(fingerprint);
        out.writeVarInt(shards.size());
        for (ShardState shard : shards) {
            out.writeVarInt(shard.shard());
            writeEntry(shard.committed(), out);
            writePosition(shard.stream(), out);
            StreamPosition skipUntil = shard.skipUntil();
            out.writeBoolean(skipUntil != null);
            if (skipUntil != null) {
                writePosition(skipUntil, out);
            }
            out.writeVarInt(shard.pending().size());
            for (SealedUnit unit : shard.pending()) {
                writeUnit(unit, out);
            }
        }
        return out.toByteArray();
    }

    /** Whether the bytes are such a state, of whatever version. */
    static boolean isIn(byte[] bytes) {
        return bytes.length > Integer.BYTES && new ByteReader(bytes).readInt() == MAGIC;
    }

    static UnitState fromBytes(byte[] bytes) {
        if (!isIn(bytes)) {
            throw unreadable("it is no state of a sink that delivers in units");
        }
        ByteReader in = new ByteReader(bytes);
        in.skip(Integer.BYTES);
        int version = in.readByte();
        if (version != VERSION) {
            throw unreadable("its format is of another version: found " + version + ", known " + VERSION);
        }
        long checkpointId = in.readLong();
        String fingerprint = in.readString();
        List<ShardState> shards = new ArrayList<>();
        for (int left = in.readVarInt(); left > 0; left--) {
            int shard = in.readVarInt();
            LedgerEntry committed = readEntry(in);
            StreamPosition stream = readPosition(in);
            @Nullable StreamPosition skipUntil = in.readBoolean() ? readPosition(in) : null;
            List<SealedUnit> pending = new ArrayList<>();
            for (int units = in.readVarInt(); units > 0; units--) {
                pending.add(readUnit(in));
            }
            shards.add(new ShardState(shard, committed, stream, skipUntil, pending));
        }
        return new UnitState(checkpointId, fingerprint, shards);
    }

    private static WeirException unreadable(String reason) {
        return new WeirException(
                ErrorCode.CHECKPOINT_TOO_NEW,
                "Cannot read the state of a sink: " + reason + "; use the version of Weir that wrote the checkpoint");
    }

    private static void writeEntry(LedgerEntry entry, ByteWriter out) {
        out.writeString(entry.lineage());
        out.writeLong(entry.sequence());
        out.writeLong(entry.position());
        out.writeLong(entry.digest());
    }

    private static LedgerEntry readEntry(ByteReader in) {
        return new LedgerEntry(0, in.readString(), in.readLong(), in.readLong(), in.readLong());
    }

    private static void writePosition(StreamPosition position, ByteWriter out) {
        out.writeLong(position.records());
        out.writeLong(position.digest());
    }

    private static StreamPosition readPosition(ByteReader in) {
        return new StreamPosition(in.readLong(), in.readLong());
    }

    private static void writeUnit(SealedUnit sealed, ByteWriter out) throws Exception {
        CommitUnit unit = sealed.unit();
        out.writeString(unit.lineage());
        out.writeLong(unit.sequence());
        out.writeLong(unit.checkpointId());
        out.writeLong(unit.recordCount());
        out.writeLong(unit.position());
        out.writeLong(unit.digest());
        out.writeLong(sealed.digestBefore());
        Segment segment = sealed.segment();
        out.writeBoolean(segment != null);
        if (segment != null) {
            List<FileRef> files = segment.files();
            out.writeVarInt(files.size());
            for (FileRef file : files) {
                out.writeString(file.name());
                out.writeLong(file.length());
                out.writeInt(file.crc32c());
            }
        }
        UnitTransaction transaction = sealed.transaction();
        out.writeBoolean(transaction != null);
        if (transaction != null) {
            out.writeBlob(transaction.prepared(unit));
        }
    }

    private static SealedUnit readUnit(ByteReader in) {
        CommitUnit unit = new CommitUnit(
                in.readString(), in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readLong());
        long digestBefore = in.readLong();
        @Nullable Segment segment = in.readBoolean() ? readSegment(in) : null;
        @Nullable UnitTransaction transaction = in.readBoolean() ? new UnitTransaction(in.readBlob()) : null;
        return new SealedUnit(unit, digestBefore, segment, transaction);
    }

    private static Segment readSegment(ByteReader in) {
        List<FileRef> files = new ArrayList<>();
        for (int left = in.readVarInt(); left > 0; left--) {
            files.add(new FileRef(in.readString(), in.readLong(), in.readInt()));
        }
        return new Segment(files);
    }
}
