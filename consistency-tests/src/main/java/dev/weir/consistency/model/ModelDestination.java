package dev.weir.consistency.model;

import dev.weir.consistency.history.Event;
import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.history.Promise;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.sink.Sink;
import java.util.List;
import java.util.function.Consumer;

/**
 * A destination that survives every crash of the job.
 *
 * <p><b>Threading:</b> the simulator's thread.
 */
public interface ModelDestination {
    /** What it can be delivered to by. */
    List<DeliveryStrategy> strategies();

    /** What a sink promises of it. */
    default Promise promise(DeliveryStrategy strategy) {
        return Promise.of(strategy);
    }

    /** A sink for one process of the job. */
    Sink<OutputRecord> connect(Session session);

    /** The process that had this session is gone: the destination ends what cannot outlive a connection. */
    void sessionLost(Session session);

    /**
     * Reports what changed for a committed reader since the last look: {@link Event.Appeared}, {@link Event.Vanished}, {@link
     * Event.LedgerSeen}, {@link Event.ReaderBlocked}, then {@link Event.LookEnded}. Linear in what changed.
     */
    void look(String sink, long nanos, Consumer<Event> observer);

    /** Everything of the job that is open or prepared, by name. */
    List<String> inDoubt();

    /** What it keeps for the job beside the records (ids, ledger rows, finished transactions), to find leaks. */
    long bookkeeping();

    /** Whether it may end transactions that are open or prepared by its own decision. */
    default boolean endsTransactions() {
        return false;
    }

    /** Time has passed: transactions may expire. */
    default void timePassed(long nanos) {}

    /**
     * One process's connection to the destination.
     *
     * @param events hears what the destination does for this process: {@link Event.Fenced}, {@link Event.Prepared}, {@link
     *     Event.TransactionEnded}, {@link Event.Acknowledged}
     */
    record Session(String sink, Network network, Consumer<Event> events) {}
}
