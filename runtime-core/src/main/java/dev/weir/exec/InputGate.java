package dev.weir.exec;

import dev.weir.element.Barrier;
import dev.weir.element.Batch;
import dev.weir.element.EndOfInput;
import dev.weir.element.StreamElement;
import dev.weir.element.StreamStatus;
import dev.weir.element.Watermark;
import dev.weir.time.Timestamps;
import java.util.Arrays;
import java.util.List;

/**
 * The input channels of a task: takes elements in turn, aligns barriers (a channel whose barrier has come is not read
 * until all have), and combines watermarks, idleness and ends.
 *
 * <p><b>Threading:</b> confined to the task's thread.
 */
final class InputGate {
    /** What the gate makes of the elements. */
    interface Listener {
        void onBatch(Batch batch);

        void onWatermark(long watermark);

        void onIdle(boolean idle);

        /** All channels have delivered this barrier. */
        void onBarrier(long checkpointId);

        void onEndOfInput();
    }

    private static final long NO_CHECKPOINT = -1;

    private final Channel[] channels;
    private final Listener listener;
    private final boolean[] blocked;
    private final boolean[] ended;
    private final boolean[] idle;
    private final long[] watermarks;
    private int blockedCount;
    private int endedCount;
    private int next;
    private long aligning = NO_CHECKPOINT;
    private long finishedCheckpoint = NO_CHECKPOINT;
    private long watermark;
    private boolean allIdle;

    InputGate(List<Channel> channels, long restoredWatermark, Listener listener) {
        this.channels = channels.toArray(new Channel[0]);
        this.listener = listener;
        blocked = new boolean[this.channels.length];
        ended = new boolean[this.channels.length];
        idle = new boolean[this.channels.length];
        watermarks = new long[this.channels.length];
        Arrays.fill(watermarks, Timestamps.MIN_WATERMARK);
        watermark = restoredWatermark;
    }

    /** Takes at most one element; false if no channel that may be read has one. */
    boolean takeOne() {
        for (int tried = 0; tried < channels.length; tried++) {
            int index = next;
            next = next + 1 == channels.length ? 0 : next + 1;
            if (blocked[index]) {
                continue;
            }
            StreamElement element = channels[index].poll();
            if (element != null) {
                handle(index, element);
                return true;
            }
        }
        return false;
    }

    long watermark() {
        return watermark;
    }

    /** The checkpoint was given up: channels that wait for its barrier are read again. */
    void abort(long checkpointId) {
        if (aligning == checkpointId) {
            finishAlignment();
        }
        finishedCheckpoint = Math.max(finishedCheckpoint, checkpointId);
    }

    private void handle(int index, StreamElement element) {
        if (element instanceof Batch batch) {
            listener.onBatch(batch);
        } else if (element instanceof Watermark mark) {
            watermarks[index] = Math.max(watermarks[index], mark.timestamp());
            combineWatermarks();
        } else if (element instanceof Barrier barrier) {
            onBarrier(index, barrier.checkpointId());
        } else if (element instanceof StreamStatus status) {
            idle[index] = status == StreamStatus.IDLE;
            combineWatermarks();
        } else if (element == EndOfInput.INSTANCE && !ended[index]) {
            ended[index] = true;
            endedCount++;
            watermarks[index] = Timestamps.MAX_WATERMARK;
            combineWatermarks();
            if (endedCount == channels.length) {
                listener.onEndOfInput();
            }
        }
    }

    private void onBarrier(int index, long checkpointId) {
        if (checkpointId <= finishedCheckpoint || checkpointId < aligning) {
            return;
        }
        if (aligning != NO_CHECKPOINT && checkpointId > aligning) {
            // The older checkpoint was given up by the coordinator; its notice is still under way.
            finishAlignment();
        }
        aligning = checkpointId;
        blocked[index] = true;
        blockedCount++;
        if (blockedCount == channels.length) {
            finishAlignment();
            finishedCheckpoint = checkpointId;
            listener.onBarrier(checkpointId);
        }
    }

    private void finishAlignment() {
        Arrays.fill(blocked, false);
        blockedCount = 0;
        aligning = NO_CHECKPOINT;
    }

    private void combineWatermarks() {
        long lowest = Long.MAX_VALUE;
        boolean anyActive = false;
        for (int i = 0; i < channels.length; i++) {
            if (!idle[i] || ended[i]) {
                anyActive |= !ended[i];
                lowest = Math.min(lowest, watermarks[i]);
            }
        }
        boolean nowIdle = !anyActive && endedCount < channels.length;
        if (nowIdle != allIdle) {
            allIdle = nowIdle;
            listener.onIdle(nowIdle);
        }
        if (!nowIdle && lowest > watermark) {
            watermark = lowest;
            listener.onWatermark(lowest);
        }
    }
}
