package dev.weir.exec;

import dev.weir.delivery.Delivery;
import dev.weir.operator.Operator;
import dev.weir.state.OperatorSnapshot;

/** The end of a chain: gives records to a sink's delivery. */
final class SinkOperator implements Operator<Object> {
    private final String name;
    private final Delivery<Object> delivery;

    SinkOperator(String name, Delivery<Object> delivery) {
        this.name = name;
        this.delivery = delivery;
    }

    /** Whether the task may take input: false while too many units wait for their commit. */
    boolean mayWrite() {
        return delivery.mayWrite();
    }

    @Override
    public void open() {}

    @Override
    public void emit(Object value, long timestamp) {
        try {
            delivery.write(value, timestamp);
        } catch (Exception e) {
            throw Failures.inUserCode("write a record to sink \"" + name + "\"", e);
        }
    }

    @Override
    public void emitWatermark(long watermark) {}

    @Override
    public void emitIdle(boolean idle) {}

    @Override
    public long processingTime(long time) {
        return Long.MAX_VALUE;
    }

    @Override
    public void endInput() {
        delivery.endInput();
    }

    @Override
    public OperatorSnapshot snapshot(long checkpointId) {
        return delivery.seal(checkpointId);
    }

    /** The attempt tells deliveries itself, at once and not through the task's mailbox. */
    @Override
    public void checkpointCompleted(long checkpointId) {}

    /** The delivery is closed by the supervisor, when neither the task nor the committer is inside. */
    @Override
    public void close() {}
}
