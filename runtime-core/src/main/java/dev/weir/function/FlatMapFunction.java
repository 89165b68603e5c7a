package dev.weir.function;

/** One record in, any number out. */
@FunctionalInterface
public interface FlatMapFunction<I, O> extends Function {
    void flatMap(I value, Collector<O> out) throws Exception;
}
