package dev.weir.consistency.model;

import java.util.List;

/** What a database does with prepared transactions that nobody asked for. */
interface Branches {
    /** Nothing: they stay until somebody ends them. */
    Branches KEPT = new Branches() {};

    /** What is answered to a commit of one that is not prepared. */
    default TransactionServer.Reply remembered(String name) {
        return TransactionServer.Reply.UNKNOWN;
    }

    /** Lets go of a decision of its own; false if there is none. */
    default boolean forget(String name) {
        return false;
    }

    /** The names of a shard's transactions that have ended by a decision of its own. */
    default List<String> listed(int shard) {
        return List.of();
    }

    /** Whether this commit is answered with yes and does nothing; the transaction is in no list then. */
    default boolean answersInVain(ModelTransaction transaction, TransactionServer.Client client) {
        return false;
    }
}
