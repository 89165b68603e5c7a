package dev.weir.cli.demo;

/** What happens between the two transactions of a broken sink, in the committer's thread. */
@FunctionalInterface
interface TransactionGap {

    void pass() throws InterruptedException;
}
