package dev.weir.sink;

/**
 * A sink whose destination can prepare a transaction and commit it later, also from another process.
 *
 * <p>One that supports a write-ahead log too keeps a single ledger for both, so that a job can go from one strategy to the
 * other, and a lost transaction can be written again under its number.
 */
public interface SupportsTwoPhaseCommit<T> extends Sink<T> {
    TransactionShard<T> openTransactionShard(ShardContext context) throws Exception;
}
