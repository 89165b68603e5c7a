package dev.weir.exec;

import dev.weir.codec.CodecRegistry;
import dev.weir.element.OutputTag;
import dev.weir.metrics.MetricGroup;
import dev.weir.operator.OperatorContext;
import dev.weir.operator.Output;
import dev.weir.state.KeyedStateBackend;
import dev.weir.time.Clock;
import java.lang.reflect.Type;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The context of one subtask of one operator. Confined to the task's thread. */
final class SubtaskContext implements OperatorContext<Object> {
    private final AttemptContext attempt;
    private final String name;
    private final String uid;
    private final int subtask;
    private final int parallelism;
    private final Output<Object> output;
    private final Function<OutputTag<?>, Output<Object>> sideOutputs;
    private volatile @Nullable KeyedState keyed;

    SubtaskContext(
            AttemptContext attempt,
            String name,
            String uid,
            int subtask,
            int parallelism,
            Output<Object> output,
            Function<OutputTag<?>, Output<Object>> sideOutputs) {
        this.attempt = attempt;
        this.name = name;
        this.uid = uid;
        this.subtask = subtask;
        this.parallelism = parallelism;
        this.output = output;
        this.sideOutputs = sideOutputs;
    }

    /** The keyed state, if the operator asked for any yet. From any thread. */
    @Nullable
    KeyedState keyed() {
        return keyed;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int subtaskIndex() {
        return subtask;
    }

    @Override
    public int parallelism() {
        return parallelism;
    }

    @Override
    public int maxParallelism() {
        return attempt.plan().maxParallelism();
    }

    @Override
    public long attempt() {
        return attempt.attempt();
    }

    @Override
    public Clock clock() {
        return attempt.ports().clock();
    }

    @Override
    public MetricGroup metrics() {
        return attempt.metrics().group(uid);
    }

    @Override
    public CodecRegistry codecs() {
        return attempt.codecs();
    }

    @Override
    public Output<Object> output() {
        return output;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <X> Output<X> sideOutput(OutputTag<X> tag) {
        return (Output<X>) sideOutputs.apply(tag);
    }

    @Override
    public KeyedStateBackend keyedState(Type keyType) {
        KeyedState state = keyed;
        if (state == null) {
            state = KeyedState.restore(attempt, uid, subtask, parallelism, keyType);
            keyed = state;
        }
        return state.backend();
    }

    @Override
    public List<byte[]> restoredState() {
        return attempt.restored().bytes(uid);
    }

    @Override
    public long restoredWatermark() {
        return attempt.restored().watermark(uid);
    }
}
