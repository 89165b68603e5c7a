package dev.weir.delivery;

import dev.weir.codec.ByteReader;
import dev.weir.codec.ByteWriter;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a checkpoint keeps of one subtask of a two-phase delivery, and its bytes. */
record TwoPhaseState(List<Shard> shards) {
    private static final int VERSION = 1;

    /**
     * What it keeps of one shard.
     *
     * @param sequence of the last sealed unit
     * @param pending the transactions not known as committed at the barrier, in sequence
     */
    record Shard(int shard, long sequence, List<SealedTransaction> pending) {
        Shard {
            pending = List.copyOf(pending);
        }
    }

    TwoPhaseState {
        shards = List.copyOf(shards);
    }

    /** Prepares what is not prepared yet. */
    byte[] prepareAll() throws Exception {
        ByteWriter out = new ByteWriter(256);
        out.writeByte(VERSION);
        out.writeVarInt(shards.size());
        for (Shard shard : shards) {
            out.writeVarInt(shard.shard());
            out.writeLong(shard.sequence());
            out.writeVarInt(shard.pending().size());
            for (SealedTransaction transaction : shard.pending()) {
                byte[] handle = transaction.prepared();
                out.writeString(transaction.lineage());
                out.writeLong(transaction.sequence());
                out.writeLong(transaction.checkpointId());
                out.writeBlob(handle);
            }
        }
        return out.toByteArray();
    }

    /** All shards that the old subtasks held, by number. */
    static Map<Integer, Shard> parse(DeliveryContext context, List<byte[]> restored) {
        Map<Integer, Shard> shards = new TreeMap<>();
        for (byte[] bytes : restored) {
            if (bytes.length == 0) {
                continue;
            }
            for (Shard shard : fromBytes(bytes).shards()) {
                if (shard.shard() >= context.shards()) {
                    throw new WeirException(
                            ErrorCode.STATE_INCOMPATIBLE,
                            "Cannot restore " + context.describeSink() + ": it has fewer commit shards than before: "
                                    + context.shards() + " shards, the checkpoint holds shard " + shard.shard()
                                    + "; give the sink as many shards as it had");
                }
                if (shards.put(shard.shard(), shard) != null) {
                    throw new WeirException(
                            ErrorCode.CHECKPOINT_CORRUPT,
                            "Cannot restore " + context.describeShard(shard.shard())
                                    + ": two subtasks hold it; restore an older checkpoint");
                }
            }
        }
        return shards;
    }

    private static TwoPhaseState fromBytes(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        int version = in.readByte();
        if (version != VERSION) {
            throw new WeirException(
                    ErrorCode.CHECKPOINT_TOO_NEW,
                    "Cannot read the state of a two-phase delivery: its format is of another version: found " + version
                            + ", known " + VERSION + "; use the version of Weir that wrote the checkpoint");
        }
        List<Shard> shards = new ArrayList<>();
        for (int left = in.readVarInt(); left > 0; left--) {
            int shard = in.readVarInt();
            long sequence = in.readLong();
            List<SealedTransaction> pending = new ArrayList<>();
            for (int count = in.readVarInt(); count > 0; count--) {
                pending.add(new SealedTransaction(in.readString(), in.readLong(), in.readLong(), in.readBlob()));
            }
            shards.add(new Shard(shard, sequence, pending));
        }
        return new TwoPhaseState(shards);
    }
}
