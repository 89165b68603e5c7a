package dev.weir;

import dev.weir.element.OutputTag;
import dev.weir.graph.LogicalInput;
import dev.weir.graph.LogicalNode;
import java.lang.reflect.Type;
import java.util.List;

/** What one source or operator emits; here the operator itself is named and configured. */
public final class OperatorStream<T> extends DataStream<T> {
    private final LogicalNode node;

    OperatorStream(StreamEnvironment environment, LogicalNode node, Type type) {
        super(environment, List.of(new LogicalInput(node, null, null)), type);
        this.node = node;
    }

    /** For plans, logs and error messages. May change at any time. */
    public OperatorStream<T> name(String name) {
        node.name(name);
        return this;
    }

    /**
     * How a checkpoint finds the operator's state again, and a destination its ledger. Without one the operator is found
     * by its kind and position among its kind.
     */
    public OperatorStream<T> uid(String uid) {
        node.uid(uid);
        return this;
    }

    /** The number of subtasks, instead of the job's. */
    public OperatorStream<T> parallelism(int parallelism) {
        node.parallelism(parallelism);
        return this;
    }

    /** Says what the records are, where it cannot be found in the function; state and keys may need to know. */
    public OperatorStream<T> returns(Class<? extends T> type) {
        return new OperatorStream<>(environment, node, type);
    }

    /** What the operator emits beside its main stream. */
    public <X> DataStream<X> sideOutput(OutputTag<X> tag) {
        return new DataStream<>(environment, List.of(new LogicalInput(node, tag, null)), Object.class);
    }
}
