package dev.weir;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.function.FilterFunction;
import dev.weir.function.FlatMapFunction;
import dev.weir.function.KeySelector;
import dev.weir.function.MapFunction;
import dev.weir.function.NonDeterministic;
import dev.weir.graph.LogicalInput;
import dev.weir.graph.LogicalNode;
import dev.weir.operator.OperatorFactory;
import dev.weir.operator.Operators;
import dev.weir.sink.PrintSink;
import dev.weir.sink.Sink;
import dev.weir.time.WatermarkStrategy;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * Records on their way: what an operator emits, several of those together, or a side output. May be read any number of
 * times.
 *
 * @param <T> records; never null, not to be changed once emitted
 */
public sealed class DataStream<T> permits OperatorStream, KeyedStream {
    final StreamEnvironment environment;
    final List<LogicalInput> inputs;
    /** Of the records, {@code Object.class} where it is not known. */
    final Type type;

    DataStream(StreamEnvironment environment, List<LogicalInput> inputs, Type type) {
        this.environment = environment;
        this.inputs = List.copyOf(inputs);
        this.type = type;
    }

    /** One record out for each in. */
    public final <O> OperatorStream<O> map(MapFunction<T, O> function) {
        return transform("map", false, List.of(function), Operators.map(function), FunctionTypes.ofMap(function));
    }

    /** Any number of records out for each in. */
    public final <O> OperatorStream<O> flatMap(FlatMapFunction<T, O> function) {
        return transform(
                "flat-map", false, List.of(function), Operators.flatMap(function), FunctionTypes.ofFlatMap(function));
    }

    /** Keeps the records for which the function returns true. */
    public final OperatorStream<T> filter(FilterFunction<T> function) {
        return transform("filter", false, List.of(function), Operators.filter(function), type);
    }

    /** Gives records new event times, and follows them instead of the old ones. */
    public final OperatorStream<T> assignTimestampsAndWatermarks(WatermarkStrategy<T> strategy) {
        if (strategy.maxDrift() != null) {
            throw new WeirException(
                    ErrorCode.INVALID_JOB,
                    "Cannot align watermarks here: only a source can hold single splits back: maxDrift="
                            + strategy.maxDrift() + "; give the strategy to fromSource(...)");
        }
        return transform(
                "timestamps",
                false,
                List.of(),
                Operators.timestamps(strategy, environment.options().watermarkInterval()),
                type);
    }

    /** The records of this stream and of the others, in no particular order between streams. */
    @SafeVarargs
    public final DataStream<T> union(DataStream<? extends T>... others) {
        List<LogicalInput> all = new ArrayList<>(inputs);
        Type common = type;
        for (DataStream<? extends T> other : others) {
            if (other.environment != environment) {
                throw new WeirException(
                        ErrorCode.INVALID_JOB,
                        "Cannot unite streams: they belong to different StreamEnvironments; build a job in one of them");
            }
            all.addAll(other.inputs);
            common = common.equals(other.type) ? common : Object.class;
        }
        return new DataStream<>(environment, all, common);
    }

    /**
     * Groups the records by key: those with equal keys meet in one subtask.
     *
     * @throws WeirException {@code INVALID_JOB} when the key's type is found and no value of it can be a key
     */
    public final <K> KeyedStream<T, K> keyBy(KeySelector<T, K> selector) {
        return KeyedStream.of(this, selector, FunctionTypes.ofKey(selector));
    }

    /** As {@link #keyBy(KeySelector)}, where the key's type cannot be found in the selector. */
    public final <K> KeyedStream<T, K> keyBy(KeySelector<T, K> selector, Class<K> keyType) {
        return KeyedStream.of(this, selector, keyType);
    }

    /** Writes the records to a destination. */
    public final StreamSink sinkTo(Sink<? super T> sink) {
        return environment.addSink(new LogicalNode.Writing(sink), inputs);
    }

    /** Prints the records to standard output, at least once. */
    public final StreamSink print() {
        return sinkTo(PrintSink.create());
    }

    /** @param functions the user's, which may be marked as {@link NonDeterministic} */
    final <O> OperatorStream<O> transform(
            String kind, boolean stateful, List<?> functions, OperatorFactory<T, O> factory, Type result) {
        boolean deterministic = functions.stream().noneMatch(NonDeterministic.class::isInstance);
        return environment.add(new LogicalNode.Transforming(kind, stateful, deterministic, factory), inputs, result);
    }
}
