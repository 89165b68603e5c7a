package dev.weir.exec;

import dev.weir.delivery.Delivery;
import dev.weir.graph.Step;

/**
 * Commits the units of one sink's subtask beside its task, which it wakes when a commit makes room.
 *
 * <p><b>Threading:</b> stepped by one thread at a time: the supervisor's until recovery is done, its own afterwards.
 */
final class Committer implements Stepper {
    private final Step.SinkStep sink;
    private final int subtask;
    private final Delivery<Object> delivery;
    private final Waker waker = new Waker();
    private final Waker task;
    private final Runnable onDrained;

    Committer(Step.SinkStep sink, int subtask, Delivery<Object> delivery, Waker task, Runnable onDrained) {
        this.sink = sink;
        this.subtask = subtask;
        this.delivery = delivery;
        this.task = task;
        this.onDrained = onDrained;
    }

    Step.SinkStep sink() {
        return sink;
    }

    int subtask() {
        return subtask;
    }

    Delivery<Object> delivery() {
        return delivery;
    }

    @Override
    public String name() {
        return "commit " + sink.name() + " " + subtask;
    }

    @Override
    public Waker waker() {
        return waker;
    }

    @Override
    public long step() {
        long wait = delivery.step();
        if (wait == 0) {
            task.signal();
        }
        if (wait == Delivery.IDLE && delivery.drained()) {
            onDrained.run();
        }
        return wait;
    }
}
