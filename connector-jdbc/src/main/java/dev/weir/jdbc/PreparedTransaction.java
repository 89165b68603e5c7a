package dev.weir.jdbc;

import dev.weir.sink.LedgerEntry;
import java.time.Duration;
import java.time.Instant;

/**
 * A transaction that waits at a database for its commit, as found by {@link PreparedTransactions}.
 *
 * @param id what the database calls it, both parts in one for XA
 * @param since when it was prepared, or for XA, which keeps no time, opened
 * @param job empty if no row of the ledger fits: the transaction belongs to another ledger, or its row was deleted
 * @param sink the uid of the sink; empty as {@code job}
 * @param shard -1 if {@code job} is empty
 * @param attempt the one that opened it
 * @param ledger the shard's entry, with the attempt that owns it now
 */
public record PreparedTransaction(
        String id,
        Instant since,
        String job,
        String sink,
        int shard,
        String lineage,
        long sequence,
        long attempt,
        LedgerEntry ledger) {
    /** Whether the ledger says whose it is. */
    public boolean isKnown() {
        return shard >= 0;
    }

    public Duration age(Instant now) {
        return Duration.between(since, now);
    }

    /** Whether it is the one that the ledger waits for: a checkpoint decides whether it is to be committed. */
    public boolean isNext() {
        return isKnown() && sequence == ledger.sequence() + 1;
    }
}
