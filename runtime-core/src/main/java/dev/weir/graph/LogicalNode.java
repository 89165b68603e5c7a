package dev.weir.graph;

import dev.weir.delivery.DeadLetterPolicy;
import dev.weir.delivery.Deliveries;
import dev.weir.element.OutputTag;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.operator.OperatorFactory;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.sink.Sink;
import dev.weir.source.Source;
import dev.weir.time.WatermarkStrategy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A source, operator or sink as its user wrote it; settings may change until the plan is made. Not thread-safe. */
public final class LogicalNode {
    private static final int UNSET = 0;
    private static final int DEFAULT_SHARDS = 4;

    private final int id;
    private final Work work;
    private final List<LogicalInput> inputs;
    private String name;
    private String uid;
    private boolean uidIsExplicit;
    private int parallelism = UNSET;
    private int shards = UNSET;
    private @Nullable DeliveryStrategy strategy;
    private DeadLetterPolicy deadLetters = DeadLetterPolicy.stop();

    LogicalNode(int id, Work work, List<LogicalInput> inputs, String uid) {
        this.id = id;
        this.work = work;
        this.inputs = List.copyOf(inputs);
        this.uid = uid;
        this.name = work.title();
    }

    /** What a node does. */
    public sealed interface Work {
        /** The first part of the uid that is given where the user gives none. */
        String kind();

        /** The name that is given where the user gives none. */
        String title();

        Step step(LogicalNode node, int parent, @Nullable OutputTag<?> tag, int shards);
    }

    /** Reads a source. */
    public record Reading(Source<?, ?> source, @Nullable WatermarkStrategy<?> watermarks) implements Work {
        @Override
        public String kind() {
            return "source";
        }

        @Override
        public String title() {
            return source.kind();
        }

        @Override
        public Step step(LogicalNode node, int parent, @Nullable OutputTag<?> tag, int shards) {
            return new Step.SourceStep(node.name, node.uid, source, watermarks);
        }
    }

    /**
     * Transforms records.
     *
     * @param stateful whether it may hold keyed state
     * @param deterministic whether equal records give equal results when they come again
     */
    public record Transforming(String kind, boolean stateful, boolean deterministic, OperatorFactory<?, ?> factory)
            implements Work {
        public Transforming(String kind, boolean stateful, OperatorFactory<?, ?> factory) {
            this(kind, stateful, true, factory);
        }

        @Override
        public String title() {
            return kind;
        }

        @Override
        public Step step(LogicalNode node, int parent, @Nullable OutputTag<?> tag, int shards) {
            return new Step.OperatorStep(node.name, node.uid, parent, tag, stateful, deterministic, factory);
        }
    }

    /** Writes to a sink. */
    public record Writing(Sink<?> sink) implements Work {
        @Override
        public String kind() {
            return "sink";
        }

        @Override
        public String title() {
            return sink.kind();
        }

        @Override
        public Step step(LogicalNode node, int parent, @Nullable OutputTag<?> tag, int shards) {
            return new Step.SinkStep(
                    node.name, node.uid, parent, tag, sink, node.strategyFor(sink), node.deadLetters, shards);
        }
    }

    public Work work() {
        return work;
    }

    public String name() {
        return name;
    }

    public void name(String newName) {
        if (newName.isBlank()) {
            throw invalid("Cannot name operator '" + name + "': the name is blank; give it a readable one");
        }
        name = newName;
    }

    public String uid() {
        return uid;
    }

    public void uid(String newUid) {
        if (!Identifiers.isUsable(newUid)) {
            throw invalid("Cannot give operator '" + name + "' its uid: not usable as an identifier: '" + newUid
                    + "'; use " + Identifiers.RULE);
        }
        uid = newUid;
        uidIsExplicit = true;
    }

    public void parallelism(int newParallelism) {
        if (newParallelism < 1) {
            throw invalid("Cannot set the parallelism of operator '" + name + "': it is " + newParallelism
                    + "; it must be at least 1");
        }
        parallelism = newParallelism;
    }

    /** The number of a sink's commit shards. */
    public void shards(int newShards) {
        if (newShards < 1) {
            throw invalid("Cannot set the commit shards of sink '" + name + "': there are " + newShards
                    + "; there must be at least 1");
        }
        shards = newShards;
    }

    /** How a sink delivers, instead of what it prefers. */
    public void strategy(DeliveryStrategy newStrategy) {
        strategy = newStrategy;
    }

    /** What a sink does with records that its destination refuses. */
    public void deadLetters(DeadLetterPolicy newPolicy) {
        deadLetters = newPolicy;
    }

    DeadLetterPolicy deadLetters() {
        return deadLetters;
    }

    /**
     * How the sink delivers.
     *
     * @throws WeirException {@code INVALID_JOB} if it cannot
     */
    DeliveryStrategy strategyFor(Sink<?> sink) {
        return strategy == null ? Deliveries.strategyOf(sink) : Deliveries.require(sink, strategy);
    }

    int id() {
        return id;
    }

    List<LogicalInput> inputs() {
        return inputs;
    }

    boolean uidIsExplicit() {
        return uidIsExplicit;
    }

    int parallelismOr(int jobParallelism) {
        return parallelism == UNSET ? jobParallelism : parallelism;
    }

    int shardsFor(int effectiveParallelism, int maxParallelism) {
        return shards == UNSET ? Math.min(Math.max(DEFAULT_SHARDS, effectiveParallelism), maxParallelism) : shards;
    }

    private static WeirException invalid(String message) {
        return new WeirException(ErrorCode.INVALID_JOB, message);
    }
}
