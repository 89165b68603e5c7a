package dev.weir.delivery;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.sink.SinkContext;
import dev.weir.sink.SinkWriter;
import dev.weir.state.OperatorSnapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes records as they come and flushes at the barrier: what a complete checkpoint covers is at the destination, and
 * after a failure what came later arrives again. An idempotent writer makes nothing of that; any other doubles.
 */
final class WriterDelivery<T> implements Delivery<T> {
    private final Opener<T> opener;
    private final DeliveryContext context;
    private final DeadLetterBreaker breaker;
    private volatile @Nullable SinkWriter<T> writer;

    WriterDelivery(Opener<T> opener, DeliveryContext context) {
        this.opener = opener;
        this.context = context;
        this.breaker = context.breaker();
    }

    /** How the sink opens its writer. */
    interface Opener<T> {
        SinkWriter<T> open(SinkContext context) throws Exception;
    }

    @Override
    public long highestAttempt() {
        return 0;
    }

    @Override
    public void refuseRewind(List<byte[]> restored) {}

    /** There is no ownership to take. */
    @Override
    public void fence() {}

    @Override
    public void recover(String lineage, List<byte[]> restored) {
        try {
            writer = opener.open(new SubtaskContext(context, context.subtaskIndex(), breaker));
        } catch (Exception e) {
            throw ConnectorFailure.of("open " + context.describeSink(), e);
        }
    }

    private SinkWriter<T> writer() {
        SinkWriter<T> current = writer;
        if (current == null) {
            throw new WeirException(
                    ErrorCode.INTERNAL,
                    "Cannot use " + context.describeSink() + ": recover comes first; report this as a defect");
        }
        return current;
    }

    @Override
    public boolean recovered() {
        return writer != null;
    }

    @Override
    public void write(T value, long timestamp) throws Exception {
        writer().write(value, timestamp);
    }

    @Override
    public boolean mayWrite() {
        return true;
    }

    @Override
    public void endInput() {}

    @Override
    public OperatorSnapshot seal(long checkpointId) {
        try {
            writer().flush();
        } catch (Exception e) {
            throw ConnectorFailure.of("flush " + context.describeSink(), e);
        }
        return OperatorSnapshot.EMPTY;
    }

    @Override
    public void checkpointCompleted(long checkpointId) {}

    @Override
    public void checkpointAborted(long checkpointId) {}

    @Override
    public long step() {
        return IDLE;
    }

    @Override
    public boolean drained() {
        return true;
    }

    @Override
    public void close() {
        SinkWriter<T> current = writer;
        writer = null;
        if (current != null) {
            try {
                current.close();
            } catch (Exception e) {
                throw ConnectorFailure.of("close " + context.describeSink(), e);
            }
        }
    }
}
