package dev.weir.sink;

import org.jspecify.annotations.Nullable;

/**
 * One commit shard at a destination that keeps a ledger.
 *
 * <p><b>Lifecycle:</b> {@link #fence} first; then {@link #apply} for one unit after the other and {@link #read} at any
 * time; {@link #close}. <b>Threading:</b> one thread at a time; may block, with a bound. <b>Errors:</b> a failure that may
 * pass is {@link CommitOutcome.RetryLater} from {@code apply}, and a {@link dev.weir.error.WeirException} with {@code
 * DESTINATION_UNAVAILABLE} from {@code fence} and {@code read}; one that cannot is {@code DESTINATION_REJECTED}; a newer
 * attempt in the ledger is {@code FENCED}, from any method.
 */
public interface LedgerShard<T> extends AutoCloseable {
    /**
     * Takes ownership for this attempt, so that no older attempt can apply anything from now on, and returns the entry
     * as it then stands. Repeating it is harmless.
     */
    LedgerEntry fence();

    /**
     * The entry as it stands, whichever attempt owns it, or null if there is none. Also called on a shard that was never
     * fenced, by whoever only wants to know.
     */
    @Nullable
    LedgerEntry read();

    /**
     * Writes the unit's records and its ledger entry in one atomic step, if and only if the ledger still equals {@code
     * expected}. If it already {@linkplain LedgerEntry#records records} the unit, nothing is written.
     */
    CommitOutcome apply(LedgerEntry expected, CommitUnit unit, UnitRecords<T> records);

    @Override
    void close();
}
