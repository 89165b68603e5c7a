package dev.weir.exec;

import dev.weir.element.StreamElement;
import dev.weir.operator.Operator;
import dev.weir.state.OperatorSnapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * The operators of one task, parents before children, and the ways out of it.
 *
 * <p><b>Threading:</b> confined to the task's thread, but for {@link #keyed()}.
 */
final class Chain {
    /** Arrays, because every step of the task goes over them. */
    private final Link[] links;

    private final ExchangeOutput[] exits;
    private final SinkOperator[] sinks;

    /** An operator, its uid and the context that holds its keyed state. */
    record Link(String uid, Operator<Object> operator, SubtaskContext context) {}

    Chain(List<Link> links, List<ExchangeOutput> exits) {
        this.links = links.toArray(new Link[0]);
        this.exits = exits.toArray(new ExchangeOutput[0]);
        List<SinkOperator> ends = new ArrayList<>();
        for (Link link : links) {
            if (link.operator() instanceof SinkOperator sink) {
                ends.add(sink);
            }
        }
        this.sinks = ends.toArray(new SinkOperator[0]);
    }

    /** Sends an element behind all records before it to every consumer. */
    void broadcast(StreamElement element) {
        for (ExchangeOutput exit : exits) {
            exit.broadcast(element);
        }
    }

    /** The first operator: where a task with inputs puts its records. */
    Operator<Object> head() {
        return links[0].operator();
    }

    void open() throws Exception {
        // Children first: a parent may emit while it opens.
        for (int i = links.length - 1; i >= 0; i--) {
            links[i].operator().open();
            KeyedState keyed = links[i].context().keyed();
            if (keyed != null) {
                keyed.backend().verifyAllRestoredStateIsUsed();
            }
        }
    }

    /** Whether all that was emitted found room and every sink takes more. */
    boolean mayTakeInput() {
        for (SinkOperator sink : sinks) {
            if (!sink.mayWrite()) {
                return false;
            }
        }
        boolean drained = true;
        for (ExchangeOutput exit : exits) {
            drained &= exit.drained();
        }
        return drained;
    }

    void flush() {
        for (ExchangeOutput exit : exits) {
            exit.flush();
        }
    }

    void endInput() {
        for (Link link : links) {
            link.operator().endInput();
        }
    }

    /** Fires processing-time timers; returns the time of the next one. */
    long processingTime(long now) {
        long next = Long.MAX_VALUE;
        for (Link link : links) {
            next = Math.min(next, link.operator().processingTime(now));
        }
        return next;
    }

    List<TaskSnapshot.Part> snapshot(long checkpointId, long watermark) {
        List<TaskSnapshot.Part> parts = new ArrayList<>();
        for (Link link : links) {
            KeyedState keyed = link.context().keyed();
            OperatorSnapshot snapshot = link.operator().snapshot(checkpointId);
            parts.add(new TaskSnapshot.Part(
                    link.uid(),
                    snapshot,
                    watermark,
                    keyed == null ? null : keyed.chain(),
                    keyed == null ? List.of() : keyed.chain().confirmed()));
        }
        return parts;
    }

    void checkpointCompleted(long checkpointId) {
        for (Link link : links) {
            KeyedState keyed = link.context().keyed();
            if (keyed != null) {
                keyed.chain().confirm(checkpointId);
                keyed.backend().checkpointConfirmed(checkpointId);
            }
            link.operator().checkpointCompleted(checkpointId);
        }
    }

    void checkpointAborted(long checkpointId) {
        for (Link link : links) {
            KeyedState keyed = link.context().keyed();
            if (keyed != null) {
                keyed.chain().abort(checkpointId);
            }
        }
    }

    /** The keyed states, for background merging; complete once the chain is open. */
    List<KeyedState> keyed() {
        List<KeyedState> all = new ArrayList<>();
        for (Link link : links) {
            KeyedState keyed = link.context().keyed();
            if (keyed != null) {
                all.add(keyed);
            }
        }
        return all;
    }

    /** Closes everything, then throws the first failure. */
    void close() throws Exception {
        Exception first = null;
        for (Link link : links) {
            try {
                link.operator().close();
            } catch (Exception e) {
                first = first == null ? e : first;
            }
            KeyedState keyed = link.context().keyed();
            if (keyed != null) {
                keyed.backend().close();
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
