package dev.weir.operator;

import dev.weir.state.OperatorSnapshot;

/** What operators without state and timers have in common. */
abstract class StatelessOperator<I, O> implements Operator<I> {
    final String name;
    final Output<O> output;

    StatelessOperator(OperatorContext<O> context) {
        name = context.name();
        output = context.output();
    }

    @Override
    public final void open() {}

    @Override
    public final void emitWatermark(long watermark) {
        output.emitWatermark(watermark);
    }

    @Override
    public final void emitIdle(boolean idle) {
        output.emitIdle(idle);
    }

    @Override
    public final long processingTime(long time) {
        return Long.MAX_VALUE;
    }

    @Override
    public final void endInput() {}

    @Override
    public final OperatorSnapshot snapshot(long checkpointId) {
        return OperatorSnapshot.EMPTY;
    }

    @Override
    public final void checkpointCompleted(long checkpointId) {}

    @Override
    public final void close() {}
}
