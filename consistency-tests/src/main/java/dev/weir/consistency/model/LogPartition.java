package dev.weir.consistency.model;

import dev.weir.consistency.history.Event;
import dev.weir.consistency.history.OutputRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * The partition of a log that one commit shard writes to. A reader of committed records goes up to the last stable offset: to the
 * first record of a transaction that is still open, whatever was committed behind it.
 */
final class LogPartition {
    private final Deque<Appended> unread = new ArrayDeque<>();
    private final List<Appended> dirty = new ArrayList<>();

    /** A record with the transaction that wrote it. */
    private static final class Appended {
        final OutputRecord record;
        final ModelTransaction transaction;

        Appended(OutputRecord record, ModelTransaction transaction) {
            this.record = record;
            this.transaction = transaction;
        }
    }

    void append(ModelTransaction transaction, List<OutputRecord> records) {
        for (OutputRecord record : records) {
            unread.add(new Appended(record, transaction));
        }
    }

    /** Reads on; true if an open transaction holds the reader back. */
    boolean read(String sink, long nanos, boolean committedOnly, Consumer<Event> observer) {
        if (!committedOnly) {
            return readUncommitted(sink, nanos, observer);
        }
        while (!unread.isEmpty()) {
            Appended next = unread.peek();
            if (next.transaction.state() != ModelTransaction.State.ENDED) {
                return true;
            }
            unread.remove();
            if (next.transaction.isCommitted()) {
                observer.accept(new Event.Appeared(nanos, sink, next.record));
            }
        }
        return false;
    }

    /** Shows everything, and takes back what was rolled back. */
    private boolean readUncommitted(String sink, long nanos, Consumer<Event> observer) {
        for (Appended next : unread) {
            observer.accept(new Event.Appeared(nanos, sink, next.record));
            dirty.add(next);
        }
        unread.clear();
        dirty.removeIf(shown -> {
            boolean ended = shown.transaction.state() == ModelTransaction.State.ENDED;
            if (ended && !shown.transaction.isCommitted()) {
                observer.accept(new Event.Vanished(nanos, sink, shown.record));
            }
            return ended;
        });
        return false;
    }
}
