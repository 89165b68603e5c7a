package dev.weir.exec;

import dev.weir.element.Barrier;
import dev.weir.element.EndOfInput;
import dev.weir.fault.FaultInjector;
import dev.weir.fault.Label;
import dev.weir.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jctools.queues.MpscUnboundedArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * One subtask of one vertex: a chain and what drives it. Other threads talk to it through its mailbox only.
 *
 * <p><b>Lifecycle:</b> {@link #step}, of which the first opens the chain, until cancelled; {@link #close}. A task whose
 * input has ended goes on taking part in checkpoints until the job is over, so that a last one can commit everything.
 */
abstract sealed class Task implements Stepper permits SourceTask, ProcessingTask {
    private final int vertex;
    private final int subtask;
    private final String name;
    private final Waker waker;
    private final Clock clock;
    private final FaultInjector faults;
    private final Listener listener;
    private final MpscUnboundedArrayQueue<Runnable> mailbox = new MpscUnboundedArrayQueue<>(16);
    private boolean opened;
    private boolean ended;

    final Chain chain;

    /** Learns what a task has done. Called in the task's thread. */
    interface Listener {
        void onSnapshot(TaskSnapshot snapshot);

        void onEnded();
    }

    Task(String name, int vertex, int subtask, Waker waker, Chain chain, ExecutionPorts ports, Listener listener) {
        this.name = name;
        this.vertex = vertex;
        this.subtask = subtask;
        this.waker = waker;
        this.chain = chain;
        this.clock = ports.clock();
        this.faults = ports.faults();
        this.listener = listener;
    }

    /** Runs as part of the first step. */
    void open() throws Exception {
        chain.open();
    }

    /** Runs in the task's thread, between two elements. From any thread. */
    void post(Runnable message) {
        mailbox.add(message);
        waker.signal();
    }

    void postCompleted(long checkpointId) {
        post(() -> checkpointCompleted(checkpointId));
    }

    void postAborted(long checkpointId) {
        post(() -> checkpointAborted(checkpointId));
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final Waker waker() {
        return waker;
    }

    @Override
    public final long step() throws Exception {
        if (!opened) {
            open();
            opened = true;
        }
        readMailbox();
        if (!chain.mayTakeInput()) {
            // Whoever makes room signals: the consumer of a full channel, or the committer of a sink.
            return IDLE;
        }
        long untilTimer = fireTimers();
        long wait = ended ? afterEnd() : takeInput();
        if (wait == 0) {
            return 0;
        }
        chain.flush();
        return Math.min(wait, untilTimer);
    }

    /** Takes a bounded amount of input; returns as {@link #step} does. */
    abstract long takeInput() throws Exception;

    /** After the end of the input: barriers may still come. */
    abstract long afterEnd() throws Exception;

    abstract long watermark();

    abstract TaskSnapshot.@Nullable Part headSnapshot(long checkpointId);

    void checkpointCompleted(long checkpointId) {
        chain.checkpointCompleted(checkpointId);
    }

    void checkpointAborted(long checkpointId) {
        chain.checkpointAborted(checkpointId);
    }

    /** The synchronous part of a checkpoint: the barrier leaves behind all records before it. */
    final void snapshot(long checkpointId) {
        faults.at(Label.SNAPSHOT_BEFORE_SYNC);
        chain.broadcast(new Barrier(checkpointId));
        List<TaskSnapshot.Part> parts = new ArrayList<>();
        TaskSnapshot.Part head = headSnapshot(checkpointId);
        if (head != null) {
            parts.add(head);
        }
        parts.addAll(chain.snapshot(checkpointId, watermark()));
        faults.at(Label.SNAPSHOT_AFTER_SYNC);
        listener.onSnapshot(new TaskSnapshot(checkpointId, vertex, subtask, parts));
    }

    final void end() {
        chain.endInput();
        ended = true;
        chain.broadcast(EndOfInput.INSTANCE);
        listener.onEnded();
    }

    /** The keyed states of the chain, complete once it is open. From any thread. */
    final List<KeyedState> keyed() {
        return chain.keyed();
    }

    /**
     * Handles what others have posted. To be called before a snapshot too: the notice that the checkpoint before is
     * complete was posted before this one's barrier was sent, and its files may be the only ones still kept.
     */
    final void readMailbox() {
        for (Runnable message = mailbox.poll(); message != null; message = mailbox.poll()) {
            message.run();
        }
    }

    /** Fires what is due; returns the nanoseconds until the next timer. */
    private long fireTimers() {
        long now = clock.millis();
        long next = chain.processingTime(now);
        return next == Long.MAX_VALUE ? IDLE : Math.max(1, next - now) * 1_000_000;
    }

    @Override
    public void close() throws Exception {
        chain.close();
    }
}
