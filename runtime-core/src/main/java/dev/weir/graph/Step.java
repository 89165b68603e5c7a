package dev.weir.graph;

import dev.weir.delivery.DeadLetterPolicy;
import dev.weir.element.OutputTag;
import dev.weir.operator.OperatorFactory;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.sink.Sink;
import dev.weir.source.Source;
import dev.weir.time.WatermarkStrategy;
import org.jspecify.annotations.Nullable;

/** One step of a chain. */
public sealed interface Step {
    String name();

    /** How a checkpoint finds the step's state again. */
    String uid();

    /** The index in the vertex of the step whose output this one takes; -1 for the head. */
    int parent();

    /** The side output of the parent that this step takes, or null for its main output. */
    @Nullable
    OutputTag<?> tag();

    /** Reads a source; always a head. */
    record SourceStep(
            String name,
            String uid,
            Source<?, ?> source,
            @Nullable WatermarkStrategy<?> watermarks) implements Step {
        @Override
        public int parent() {
            return -1;
        }

        @Override
        public @Nullable OutputTag<?> tag() {
            return null;
        }
    }

    /**
     * Transforms records.
     *
     * @param stateful whether it may hold keyed state: only such a step's uid must be found again
     * @param deterministic whether equal records give equal results when they come again
     */
    record OperatorStep(
            String name,
            String uid,
            int parent,
            @Nullable OutputTag<?> tag,
            boolean stateful,
            boolean deterministic,
            OperatorFactory<?, ?> factory)
            implements Step {}

    /**
     * Writes to a destination; always a leaf.
     *
     * @param shards the number of commit shards
     */
    record SinkStep(
            String name,
            String uid,
            int parent,
            @Nullable OutputTag<?> tag,
            Sink<?> sink,
            DeliveryStrategy strategy,
            DeadLetterPolicy deadLetters,
            int shards)
            implements Step {}
}
