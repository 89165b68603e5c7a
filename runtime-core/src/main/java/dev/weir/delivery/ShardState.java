package dev.weir.delivery;

import dev.weir.sink.LedgerEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a checkpoint keeps of one shard of a sink that delivers in units.
 *
 * @param committed what the ledger was known to hold at the barrier; its attempt number means nothing
 * @param stream how far the shard's stream had come at the barrier
 * @param skipUntil what the ledger held when the job was started from before that point and its records are compared
 *     instead of written until it is reached; null otherwise
 * @param pending the units not known as committed at the barrier, in sequence
 */
record ShardState(
        int shard,
        LedgerEntry committed,
        StreamPosition stream,
        @Nullable StreamPosition skipUntil,
        List<SealedUnit> pending) {
    ShardState {
        pending = List.copyOf(pending);
    }

    /** Of a shard that has never been filled. */
    static ShardState fresh(int shard) {
        return new ShardState(shard, LedgerEntry.empty(0), StreamPosition.START, null, List.of());
    }

    /** What the ledger holds when every pending unit is committed. */
    LedgerEntry last() {
        return pending.isEmpty()
                ? committed
                : committed.after(pending.get(pending.size() - 1).unit());
    }

    /** Whether it says that the destination has some unit. */
    boolean hasCommitted() {
        return committed.sequence() > 0;
    }
}
