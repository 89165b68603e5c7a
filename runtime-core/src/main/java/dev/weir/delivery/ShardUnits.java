package dev.weir.delivery;

import dev.weir.sink.LedgerEntry;
import java.util.List;

/**
 * What a checkpoint holds of one commit shard, for tools.
 *
 * @param committed what the ledger was known to hold at the barrier; its attempt number means nothing
 * @param pending the units not known as committed then, in sequence
 */
public record ShardUnits(int shard, LedgerEntry committed, List<PendingUnit> pending) {
    public ShardUnits {
        pending = List.copyOf(pending);
    }

    /**
     * The shards in the state of one subtask of one operator; empty if it is no sink that delivers in units.
     *
     * @throws dev.weir.error.WeirException {@code CHECKPOINT_TOO_NEW}
     */
    public static List<ShardUnits> of(byte[] state) {
        if (!UnitState.isIn(state)) {
            return List.of();
        }
        return UnitState.fromBytes(state).shards().stream()
                .map(shard -> new ShardUnits(
                        shard.shard(),
                        shard.committed(),
                        shard.pending().stream().map(PendingUnit::of).toList()))
                .toList();
    }

    /** What the ledger holds when every pending unit is committed. */
    public LedgerEntry last() {
        return pending.isEmpty()
                ? committed
                : committed.after(pending.get(pending.size() - 1).unit());
    }
}
