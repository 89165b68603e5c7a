package dev.weir.delivery;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a checkpoint holds of all shards of a sink, whichever subtask kept them. */
final class RestoredStates {
    private final DeliveryContext context;
    private final Map<Integer, ShardState> shards = new TreeMap<>();
    private @Nullable String checkpoint;
    private @Nullable String fingerprint;

    private RestoredStates(DeliveryContext context) {
        this.context = context;
    }

    static RestoredStates parse(DeliveryContext context, List<byte[]> restored) {
        RestoredStates states = new RestoredStates(context);
        for (byte[] bytes : restored) {
            if (bytes.length > 0) {
                states.add(UnitState.fromBytes(bytes));
            }
        }
        return states;
    }

    private void add(UnitState state) {
        checkpoint = "checkpoint " + state.checkpointId();
        fingerprint = state.fingerprint();
        for (ShardState shard : state.shards()) {
            if (shards.put(shard.shard(), shard) != null) {
                throw new WeirException(
                        ErrorCode.CHECKPOINT_CORRUPT,
                        "Cannot restore " + context.describeShard(shard.shard()) + ": two subtasks hold it: "
                                + checkpoint + "; restore an older checkpoint");
            }
            if (shard.shard() >= context.shards()) {
                throw new WeirException(
                        ErrorCode.STATE_INCOMPATIBLE,
                        "Cannot restore " + context.describeSink() + ": it has fewer commit shards than before: "
                                + context.shards() + " shards, " + checkpoint + " holds shard " + shard.shard()
                                + "; give the sink as many shards as it had");
            }
        }
    }

    /** The checkpoint for messages, or null at a fresh start. */
    @Nullable
    String checkpoint() {
        return checkpoint;
    }

    ShardState of(int shard) {
        return shards.getOrDefault(shard, ShardState.fresh(shard));
    }

    void requireReadable(Collection<SealedUnit> units, String wanted) {
        if (wanted.equals(fingerprint) || units.stream().allMatch(unit -> unit.isEmpty() || unit.segment() == null)) {
            return;
        }
        throw new WeirException(
                ErrorCode.STATE_INCOMPATIBLE,
                "Cannot restore " + context.describeSink()
                        + ": the codec of its records has changed while units wait to"
                        + " be committed: " + checkpoint + " has " + fingerprint + ", the job has " + wanted
                        + "; start the job as it was, stop it with a savepoint, and change the codec then");
    }
}
