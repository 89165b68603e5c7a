package dev.weir.operator;

import dev.weir.codec.CodecRegistry;
import dev.weir.element.OutputTag;
import dev.weir.metrics.MetricGroup;
import dev.weir.state.KeyedStateBackend;
import dev.weir.time.Clock;
import java.lang.reflect.Type;
import java.util.List;

/** What the runtime gives to one subtask of one operator. */
public interface OperatorContext<O> {
    /** The operator's name, for error messages. */
    String name();

    int subtaskIndex();

    int parallelism();

    int maxParallelism();

    long attempt();

    Clock clock();

    MetricGroup metrics();

    CodecRegistry codecs();

    /** Where results go. */
    Output<O> output();

    /** Where the results for a tag go; nowhere if nobody reads them. */
    <X> Output<X> sideOutput(OutputTag<X> tag);

    /**
     * The keyed state of this subtask, already restored; made at the first call, so operators without keyed state pay
     * nothing.
     */
    KeyedStateBackend keyedState(Type keyType);

    /** The bytes of every old subtask's {@link dev.weir.state.OperatorSnapshot#state()}; empty at a fresh start. */
    List<byte[]> restoredState();

    /** The watermark that this operator had reached at the checkpoint (the lowest of the old subtasks). */
    long restoredWatermark();
}
