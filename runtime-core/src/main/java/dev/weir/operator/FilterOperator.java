package dev.weir.operator;

import dev.weir.function.FilterFunction;

final class FilterOperator<T> extends StatelessOperator<T, T> {
    private final FilterFunction<T> function;

    FilterOperator(OperatorContext<T> context, FilterFunction<T> function) {
        super(context);
        this.function = function;
    }

    @Override
    public void emit(T value, long timestamp) {
        boolean keep;
        try {
            keep = function.filter(value);
        } catch (Exception e) {
            throw UserFailure.onRecord(name, e);
        }
        if (keep) {
            output.emit(value, timestamp);
        }
    }
}
