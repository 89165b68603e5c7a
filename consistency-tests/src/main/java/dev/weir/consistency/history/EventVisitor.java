package dev.weir.consistency.history;

/**
 * Hears events by their kind. What is not overridden is not heard.
 *
 * <p><b>Threading:</b> the thread that reads the history.
 */
public interface EventVisitor {
    default void attemptStarted(Event.AttemptStarted event) {}

    default void attemptEnded(Event.AttemptEnded event) {}

    default void fenced(Event.Fenced event) {}

    default void checkpointCompleted(Event.CheckpointCompleted event) {}

    default void appeared(Event.Appeared event) {}

    default void vanished(Event.Vanished event) {}

    default void unreadable(Event.Unreadable event) {}

    default void lookBegan(Event.LookBegan event) {}

    default void lookEnded(Event.LookEnded event) {}

    default void ledgerSeen(Event.LedgerSeen event) {}

    default void acknowledged(Event.Acknowledged event) {}

    default void prepared(Event.Prepared event) {}

    default void transactionEnded(Event.TransactionEnded event) {}

    default void inDoubtListed(Event.InDoubtListed event) {}

    default void readerBlocked(Event.ReaderBlocked event) {}

    default void resourceCounted(Event.ResourceCounted event) {}

    default void faultFired(Event.FaultFired event) {}

    default void outage(Event.Outage event) {}

    default void gaveUpWaiting(Event.GaveUpWaiting event) {}

    default void quietBegan(Event.QuietBegan event) {}
}
