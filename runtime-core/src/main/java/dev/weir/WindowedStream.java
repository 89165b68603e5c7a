package dev.weir;

import dev.weir.element.OutputTag;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.function.AggregateFunction;
import dev.weir.function.KeySelector;
import dev.weir.function.ReduceFunction;
import dev.weir.function.WindowFunction;
import dev.weir.operator.OperatorFactory;
import dev.weir.time.Durations;
import dev.weir.window.TumblingEventTimeWindows;
import dev.weir.window.WindowOperators;
import dev.weir.window.WindowSettings;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;

/**
 * Records grouped by key and window. A window's results are emitted, with the window's last millisecond as their event
 * time, when the watermark has reached it. Records that come later are counted in the metric {@code lateRecords} and go to
 * the side output for late data. Immutable: each setting makes another one.
 */
public final class WindowedStream<T, K> {
    private final DataStream<T> stream;
    private final WindowSettings<T> settings;

    private WindowedStream(DataStream<T> stream, WindowSettings<T> settings) {
        this.stream = stream;
        this.settings = settings;
    }

    static <T, K> WindowedStream<T, K> of(
            DataStream<T> stream, KeySelector<T, K> selector, Type keyType, TumblingEventTimeWindows windows) {
        return new WindowedStream<>(stream, new WindowSettings<>(selector, keyType, windows, Duration.ZERO, null));
    }

    /**
     * Keeps each window for so long after its end; a record that comes meanwhile emits the corrected result of its key.
     * Default: zero.
     */
    public WindowedStream<T, K> allowedLateness(Duration lateness) {
        if (lateness.isNegative()) {
            throw new WeirException(
                    ErrorCode.INVALID_JOB,
                    "Cannot allow lateness: it is negative: " + Durations.words(lateness)
                            + "; it must be at least zero");
        }
        return new WindowedStream<>(
                stream,
                new WindowSettings<>(
                        settings.selector(), settings.keyType(), settings.windows(), lateness, settings.lateTag()));
    }

    /** Sends records that come too late to a side output of the window's operator. */
    public WindowedStream<T, K> sideOutputLateData(OutputTag<T> tag) {
        return new WindowedStream<>(
                stream,
                new WindowSettings<>(
                        settings.selector(), settings.keyType(), settings.windows(), settings.allowedLateness(), tag));
    }

    /** Combines the records of a key and window. */
    public OperatorStream<T> reduce(ReduceFunction<T> function) {
        return window(List.of(function), WindowOperators.reduce(settings, function, valueType(function)), stream.type);
    }

    /** Combines the records of a key and window and makes records of the result. */
    public <O> OperatorStream<O> reduce(ReduceFunction<T> function, WindowFunction<T, O, K> window) {
        return window(
                List.of(function, window),
                WindowOperators.reduce(settings, function, window, valueType(function)),
                FunctionTypes.ofWindow(window));
    }

    /** Folds the records of a key and window. */
    public <A, R> OperatorStream<R> aggregate(AggregateFunction<T, A, R> function) {
        return aggregate(function, accumulator(function));
    }

    /** As {@link #aggregate(AggregateFunction)}, where the accumulator's type cannot be found in the function. */
    public <A, R> OperatorStream<R> aggregate(AggregateFunction<T, A, R> function, Class<A> accumulatorType) {
        return aggregate(function, (Type) accumulatorType);
    }

    private <A, R> OperatorStream<R> aggregate(AggregateFunction<T, A, R> function, Type accumulatorType) {
        return window(
                List.of(function),
                WindowOperators.aggregate(settings, function, accumulatorType),
                FunctionTypes.ofAggregate(function));
    }

    /** Folds the records of a key and window and makes records of the result. */
    public <A, R, O> OperatorStream<O> aggregate(AggregateFunction<T, A, R> function, WindowFunction<R, O, K> window) {
        return aggregate(function, window, accumulator(function));
    }

    /** As {@link #aggregate(AggregateFunction, WindowFunction)}, where the accumulator's type cannot be found. */
    public <A, R, O> OperatorStream<O> aggregate(
            AggregateFunction<T, A, R> function, WindowFunction<R, O, K> window, Class<A> accumulatorType) {
        return aggregate(function, window, (Type) accumulatorType);
    }

    private <A, R, O> OperatorStream<O> aggregate(
            AggregateFunction<T, A, R> function, WindowFunction<R, O, K> window, Type accumulatorType) {
        return window(
                List.of(function, window),
                WindowOperators.aggregate(settings, function, window, accumulatorType),
                FunctionTypes.ofWindow(window));
    }

    private <O> OperatorStream<O> window(List<?> functions, OperatorFactory<T, O> factory, Type result) {
        return stream.transform("window", true, functions, factory, result);
    }

    private Type valueType(ReduceFunction<T> function) {
        Type found = FunctionTypes.ofReduced(function, stream.type);
        FunctionTypes.require(
                found,
                "reduce a window",
                "the type of its records",
                "say it by returns(...) on the stream before keyBy");
        return found;
    }

    private static Type accumulator(AggregateFunction<?, ?, ?> function) {
        Type found = FunctionTypes.ofAccumulator(function);
        FunctionTypes.require(
                found, "aggregate a window", "the type of the accumulator", "pass its class to aggregate(...) too");
        return found;
    }
}
