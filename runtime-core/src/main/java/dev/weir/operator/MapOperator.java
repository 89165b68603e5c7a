package dev.weir.operator;

import dev.weir.function.MapFunction;

final class MapOperator<I, O> extends StatelessOperator<I, O> {
    private final MapFunction<I, O> function;

    MapOperator(OperatorContext<O> context, MapFunction<I, O> function) {
        super(context);
        this.function = function;
    }

    @Override
    public void emit(I value, long timestamp) {
        O result;
        try {
            result = function.map(value);
        } catch (Exception e) {
            throw UserFailure.onRecord(name, e);
        }
        if (result == null) {
            throw UserFailure.nullResult(name);
        }
        output.emit(result, timestamp);
    }
}
