package dev.weir.consistency.model;

import dev.weir.consistency.history.OutputRecord;
import dev.weir.sink.CommitUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A transaction at a model server: open, then prepared or not, then ended. An open one belongs to a connection; statements on it
 * are numbered, as in any stream of bytes, so that one that the network repeats is carried out once.
 */
final class ModelTransaction {
    /** How far it has come. */
    enum State {
        OPEN,
        PREPARED,
        ENDED
    }

    final String name;
    final int shard;
    final long owner;
    final ModelDestination.Session session;
    final List<OutputRecord> records = new ArrayList<>();
    private State state = State.OPEN;
    private @Nullable CommitUnit unit;
    private int statements;
    private boolean committed;
    long since;

    ModelTransaction(String name, int shard, long owner, ModelDestination.Session session, long since) {
        this.name = name;
        this.shard = shard;
        this.owner = owner;
        this.session = session;
        this.since = since;
    }

    State state() {
        return state;
    }

    /** Whose records they are; null before it is known. */
    @Nullable
    CommitUnit unit() {
        return unit;
    }

    /** Takes records in; false if the transaction is no longer open. */
    boolean write(int statement, List<OutputRecord> added) {
        return accept(statement, () -> records.addAll(added));
    }

    /** Carries a statement out unless it has its number already; false if the transaction is no longer open. */
    boolean accept(int statement, Runnable effect) {
        if (state != State.OPEN) {
            return false;
        }
        if (statement == statements) {
            effect.run();
            statements++;
        }
        return true;
    }

    void enter(CommitUnit entered) {
        unit = entered;
    }

    void prepared(long nanos) {
        state = State.PREPARED;
        since = nanos;
    }

    void end(boolean byCommit) {
        state = State.ENDED;
        committed = byCommit;
    }

    boolean isCommitted() {
        return committed;
    }
}
