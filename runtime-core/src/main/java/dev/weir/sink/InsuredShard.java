package dev.weir.sink;

/**
 * One commit shard that is both ports at once, over one session with the destination: what {@link
 * SupportsTwoPhaseCommit#openTransactionShard} returns for a destination that lets nobody else finish a transaction.
 *
 * <p>Its transactions only bring records to the destination early. Each ends with the attempt that opened it, or sooner, and
 * {@link #commit} says then that it is {@link CommitOutcome.Lost}: the runtime writes the unit from its segment by {@link #apply}.
 *
 * <p><b>Threading:</b> as in {@link TransactionShard}; {@link #apply} and {@link #read} belong to the committing thread too.
 */
public interface InsuredShard<T> extends LedgerShard<T>, TransactionShard<T> {
    @Override
    LedgerEntry fence();

    @Override
    void close();
}
