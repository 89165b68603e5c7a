package dev.weir.consistency.model;

import dev.weir.consistency.history.OutputRecord;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.LedgerEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a destination with transactions does at one request each. Looks at its present state and never throws, because a request may
 * run late.
 */
interface TransactionServer {
    /** Who asks. */
    record Client(ModelDestination.Session session, int shard, long attempt, String owner) {}

    /** The ledger's entry of a shard as somebody finds it, and whether it is his. */
    record Claim(boolean owned, LedgerEntry entry) {}

    /** What is answered to a request for a transaction by its name. */
    enum Reply {
        DONE,
        /** There is none of this name. */
        UNKNOWN,
        /** The asker no longer owns the shard. */
        FENCED,
        /** It was rolled back by the destination's own decision, which it remembers until it is told to forget. */
        ROLLED_BACK_ALONE,
        /** It was committed by the destination's own decision, which it remembers until it is told to forget. */
        COMMITTED_ALONE
    }

    String sink();

    boolean makes(Mistake mistake);

    /** The ledger's entry of a shard as a reader sees it. */
    @Nullable
    LedgerEntry entry(int shard);

    /** Raises the attempt of a shard and ends what older ones have open. */
    Claim claim(Client client, long nanos);

    /** Opens a transaction; null if the shard belongs to another. */
    @Nullable
    ModelTransaction begin(Client client, long sequence, long nanos);

    /** Takes records in; false if the transaction has ended. */
    boolean write(ModelTransaction transaction, int statement, List<OutputRecord> records);

    /** Makes a transaction ready to be committed; false if it has ended. */
    boolean prepare(ModelTransaction transaction, CommitUnit unit, long nanos);

    /** The client lets go of a transaction that is open. */
    void abandon(ModelTransaction transaction, long nanos);

    /** Whether the shard belongs to the asker, so that he may end its transactions. */
    boolean owns(Client client);

    Reply commit(Client client, String name, long nanos);

    Reply abort(Client client, String name, long nanos);

    /** The names of the shard's transactions that somebody must end. */
    List<String> prepared(int shard);
}
