package dev.weir.exec;

import dev.weir.element.Batch;
import dev.weir.element.StreamElement;
import dev.weir.element.StreamStatus;
import dev.weir.element.Watermark;
import dev.weir.operator.Output;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way out of a task along one edge: collects records into a batch for each channel and decides which channel a record
 * goes to. Control elements go to all channels, behind the records before them.
 */
final class ExchangeOutput implements Output<Object> {
    private final Channel[] channels;
    private final @Nullable Batch[] open;
    private final Router router;
    private final int batchSize;

    /** Chooses the channel of a record. */
    interface Router {
        int route(Object value) throws Exception;

        /** Called when a batch was sent. */
        default void batchSent() {}
    }

    ExchangeOutput(List<Channel> channels, Router router, int batchSize) {
        this.channels = channels.toArray(new Channel[0]);
        this.open = new Batch[this.channels.length];
        this.router = router;
        this.batchSize = batchSize;
    }

    @Override
    public void emit(Object value, long timestamp) {
        int target;
        try {
            target = router.route(value);
        } catch (Exception e) {
            throw Failures.inUserCode("read the key of a record", e);
        }
        Batch batch = open[target];
        if (batch == null) {
            batch = new Batch(batchSize);
            open[target] = batch;
        }
        batch.add(value, timestamp);
        if (batch.isFull()) {
            open[target] = null;
            channels[target].send(batch);
            router.batchSent();
        }
    }

    @Override
    public void emitWatermark(long watermark) {
        broadcast(new Watermark(watermark));
    }

    @Override
    public void emitIdle(boolean idle) {
        broadcast(idle ? StreamStatus.IDLE : StreamStatus.ACTIVE);
    }

    /** Sends what is collected, then the element to every channel. */
    void broadcast(StreamElement element) {
        flush();
        for (Channel channel : channels) {
            channel.send(element);
        }
    }

    /** Sends what is collected. */
    void flush() {
        for (int i = 0; i < channels.length; i++) {
            Batch batch = open[i];
            if (batch != null) {
                open[i] = null;
                channels[i].send(batch);
            }
        }
    }

    /** Whether everything sent has found room. */
    boolean drained() {
        boolean drained = true;
        for (Channel channel : channels) {
            drained &= channel.drainOverflow();
        }
        return drained;
    }
}
