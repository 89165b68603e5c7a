package dev.weir.operator;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.function.KeyedProcessFunction;
import dev.weir.state.KeyedStateBackend;
import dev.weir.state.ListState;
import dev.weir.state.ListStateDescriptor;
import dev.weir.state.MapState;
import dev.weir.state.MapStateDescriptor;
import dev.weir.state.StateDescriptor;
import dev.weir.state.ValueState;
import dev.weir.state.ValueStateDescriptor;

/** What a process function sees while it opens. */
final class FunctionRuntime implements KeyedProcessFunction.RuntimeContext {
    private final OperatorContext<?> operator;
    private final KeyedStateBackend backend;
    private boolean opened;

    FunctionRuntime(OperatorContext<?> operator, KeyedStateBackend backend) {
        this.operator = operator;
        this.backend = backend;
    }

    /** No state is registered from now on: a restore that finds state without a taker must be able to say so. */
    void opened() {
        opened = true;
    }

    @Override
    public <T> ValueState<T> state(ValueStateDescriptor<T> descriptor) {
        checkOpening(descriptor);
        return backend.state(descriptor);
    }

    @Override
    public <T> ListState<T> state(ListStateDescriptor<T> descriptor) {
        checkOpening(descriptor);
        return backend.state(descriptor);
    }

    @Override
    public <K, V> MapState<K, V> state(MapStateDescriptor<K, V> descriptor) {
        checkOpening(descriptor);
        return backend.state(descriptor);
    }

    private void checkOpening(StateDescriptor<?> descriptor) {
        if (opened) {
            throw new WeirException(
                    ErrorCode.INVALID_JOB,
                    "Cannot register state '" + descriptor.name() + "' in operator '" + operator.name()
                            + "': the operator is open already; ask for state in open() and keep it in a field");
        }
    }

    @Override
    public int subtaskIndex() {
        return operator.subtaskIndex();
    }

    @Override
    public int parallelism() {
        return operator.parallelism();
    }

    @Override
    public long attempt() {
        return operator.attempt();
    }
}
