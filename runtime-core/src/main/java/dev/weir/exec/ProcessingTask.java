package dev.weir.exec;

import dev.weir.element.Batch;
import dev.weir.operator.BatchInput;
import dev.weir.operator.Operator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A task that takes its records from other tasks. */
final class ProcessingTask extends Task implements InputGate.Listener {
    /** Elements in one step: enough to amortise it, few enough that messages are not kept waiting. */
    private static final int ELEMENTS_PER_STEP = 8;

    private final InputGate gate;
    private final Operator<Object> head;
    private final @Nullable BatchInput batchHead;

    ProcessingTask(
            String name,
            int vertex,
            int subtask,
            Waker waker,
            Chain chain,
            List<Channel> inputs,
            long restoredWatermark,
            AttemptContext attempt,
            Listener listener) {
        super(name, vertex, subtask, waker, chain, attempt.ports(), listener);
        this.head = chain.head();
        this.batchHead = head instanceof BatchInput batches ? batches : null;
        this.gate = new InputGate(inputs, restoredWatermark, this);
    }

    @Override
    long takeInput() {
        for (int i = 0; i < ELEMENTS_PER_STEP; i++) {
            if (!gate.takeOne()) {
                return i == 0 ? IDLE : 0;
            }
        }
        return 0;
    }

    @Override
    long afterEnd() {
        return takeInput();
    }

    @Override
    long watermark() {
        return gate.watermark();
    }

    @Override
    TaskSnapshot.@Nullable Part headSnapshot(long checkpointId) {
        return null;
    }

    @Override
    void checkpointAborted(long checkpointId) {
        super.checkpointAborted(checkpointId);
        gate.abort(checkpointId);
    }

    @Override
    public void onBatch(Batch batch) {
        if (batchHead != null) {
            batchHead.emit(batch);
            return;
        }
        Operator<Object> first = head;
        int size = batch.size();
        for (int i = 0; i < size; i++) {
            first.emit(batch.value(i), batch.timestamp(i));
        }
    }

    @Override
    public void onWatermark(long watermark) {
        head.emitWatermark(watermark);
    }

    @Override
    public void onIdle(boolean idle) {
        head.emitIdle(idle);
    }

    @Override
    public void onBarrier(long checkpointId) {
        readMailbox();
        snapshot(checkpointId);
    }

    @Override
    public void onEndOfInput() {
        end();
    }
}
