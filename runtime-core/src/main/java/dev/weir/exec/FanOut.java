package dev.weir.exec;

import dev.weir.operator.Output;
import java.util.List;

/** Gives everything to each of several outputs, in order. */
final class FanOut implements Output<Object> {
    private final Output<Object>[] outputs;

    @SuppressWarnings({"unchecked", "rawtypes"})
    FanOut(List<Output<Object>> outputs) {
        this.outputs = outputs.toArray(new Output[0]);
    }

    /** The one output of the list, a fan-out over several, or nowhere. */
    static Output<Object> over(List<Output<Object>> outputs) {
        return outputs.size() == 1 ? outputs.get(0) : new FanOut(outputs);
    }

    @Override
    public void emit(Object value, long timestamp) {
        for (Output<Object> output : outputs) {
            output.emit(value, timestamp);
        }
    }

    @Override
    public void emitWatermark(long watermark) {
        for (Output<Object> output : outputs) {
            output.emitWatermark(watermark);
        }
    }

    @Override
    public void emitIdle(boolean idle) {
        for (Output<Object> output : outputs) {
            output.emitIdle(idle);
        }
    }
}
