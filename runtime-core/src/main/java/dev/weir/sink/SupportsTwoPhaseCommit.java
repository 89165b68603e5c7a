package dev.weir.sink;

/** A sink whose destination can prepare a transaction and commit it later, also from another process. */
public interface SupportsTwoPhaseCommit<T> extends Sink<T> {
    TransactionShard<T> openTransactionShard(ShardContext context) throws Exception;
}
