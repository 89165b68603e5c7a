package dev.weir.exec;

import dev.weir.graph.Step;
import dev.weir.source.PollStatus;
import dev.weir.source.SourceSplit;
import dev.weir.state.OperatorSnapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A task that reads a source. Checkpoints begin here. */
final class SourceTask extends Task {
    private static final long POLL_AGAIN_NANOS = 1_000_000;

    private final Step.SourceStep step;
    private final SourceHead head;
    private final List<SourceHead.AssignedSplit> splits;
    private final AttemptContext attempt;
    private long lastWatermark;
    private boolean paused;
    private volatile boolean readToEnd;

    SourceTask(
            String name,
            int vertex,
            int subtask,
            Waker waker,
            Chain chain,
            AttemptContext attempt,
            Step.SourceStep step,
            SourceHead head,
            List<SourceHead.AssignedSplit> splits,
            Listener listener) {
        super(name, vertex, subtask, waker, chain, attempt.ports(), listener);
        this.attempt = attempt;
        this.step = step;
        this.head = head;
        this.splits = splits;
    }

    @Override
    void open() throws Exception {
        super.open();
        head.open(splits);
        lastWatermark = attempt.ports().clock().nanos();
    }

    /** Begins a checkpoint at the current position. From any thread. */
    void trigger(long checkpointId) {
        post(() -> snapshot(checkpointId));
    }

    /** Reads nothing more, or goes on; checkpoints are taken all the same. From any thread. */
    void pause(boolean nowPaused) {
        post(() -> paused = nowPaused);
    }

    /** Reads further splits from now on. From any thread. */
    void addSplits(List<SourceSplit> found) {
        post(() -> {
            try {
                head.addSplits(found);
            } catch (Exception e) {
                throw Failures.of("read new splits of source \"" + step.name() + "\"", e);
            }
        });
    }

    Step.SourceStep source() {
        return step;
    }

    /** Whether the source has come to its end. From any thread. */
    boolean readToEnd() {
        return readToEnd;
    }

    @Override
    long takeInput() throws Exception {
        if (paused) {
            return IDLE;
        }
        PollStatus status = head.poll();
        if (status == PollStatus.END) {
            readToEnd = true;
            head.endInput();
            end();
            return 0;
        }
        long now = attempt.ports().clock().nanos();
        if (status == PollStatus.WAIT
                || now - lastWatermark >= attempt.settings().watermarkInterval().toNanos()) {
            lastWatermark = now;
            head.advanceWatermark();
        }
        return status == PollStatus.MORE ? 0 : POLL_AGAIN_NANOS;
    }

    @Override
    long afterEnd() {
        return IDLE;
    }

    @Override
    long watermark() {
        return head.watermark();
    }

    @Override
    TaskSnapshot.@Nullable Part headSnapshot(long checkpointId) {
        return new TaskSnapshot.Part(
                step.uid(), OperatorSnapshot.of(head.snapshot(checkpointId)), head.watermark(), null, List.of());
    }

    @Override
    void checkpointCompleted(long checkpointId) {
        super.checkpointCompleted(checkpointId);
        try {
            head.checkpointCompleted(checkpointId);
        } catch (Exception e) {
            throw Failures.of("tell source \"" + step.name() + "\" of a completed checkpoint", e);
        }
    }

    @Override
    public void close() throws Exception {
        try {
            super.close();
        } finally {
            head.close();
        }
    }
}
