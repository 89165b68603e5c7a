package dev.weir.operator;

import dev.weir.function.FlatMapFunction;

final class FlatMapOperator<I, O> extends StatelessOperator<I, O> {
    private final FlatMapFunction<I, O> function;
    private final OutputCollector<O> collector;

    FlatMapOperator(OperatorContext<O> context, FlatMapFunction<I, O> function) {
        super(context);
        this.function = function;
        collector = new OutputCollector<>(name, output);
    }

    @Override
    public void emit(I value, long timestamp) {
        collector.timestamp(timestamp);
        try {
            function.flatMap(value, collector);
        } catch (Exception e) {
            throw collector.failure("process a record", e);
        }
        collector.verify();
    }
}
