package dev.weir.window;

import dev.weir.element.OutputTag;
import dev.weir.function.AggregateFunction;
import dev.weir.function.KeySelector;
import dev.weir.function.ReduceFunction;
import dev.weir.function.WindowFunction;
import dev.weir.operator.FunctionCopies;
import dev.weir.operator.KeyReader;
import dev.weir.operator.OperatorContext;
import dev.weir.operator.OperatorFactory;
import dev.weir.operator.Output;
import java.lang.reflect.Type;

/** The window operators. Every factory copies the user's functions for each operator that it makes. */
public final class WindowOperators {
    private WindowOperators() {}

    /** Folds each key's records of a window and emits the result when the window ends. */
    public static <I, A, R> OperatorFactory<I, R> aggregate(
            WindowSettings<I> settings, AggregateFunction<I, A, R> function, Type accumulatorType) {
        FunctionCopies<AggregateFunction<I, A, R>> functions = FunctionCopies.of(function);
        FunctionCopies<KeySelector<I, ?>> selectors = FunctionCopies.of(settings.selector());
        return context -> operator(
                context,
                settings,
                selectors,
                new AggregateFold<>(functions.next()),
                WindowEmitter.plain(context.name(), context.output()),
                accumulatorType);
    }

    /** Folds each key's records of a window and emits what another function makes of the result. */
    public static <K, I, A, R, O> OperatorFactory<I, O> aggregate(
            WindowSettings<I> settings,
            AggregateFunction<I, A, R> function,
            WindowFunction<R, O, K> window,
            Type accumulatorType) {
        FunctionCopies<AggregateFunction<I, A, R>> functions = FunctionCopies.of(function);
        FunctionCopies<WindowFunction<R, O, K>> windows = FunctionCopies.of(window);
        FunctionCopies<KeySelector<I, ?>> selectors = FunctionCopies.of(settings.selector());
        return context -> operator(
                context,
                settings,
                selectors,
                new AggregateFold<>(functions.next()),
                WindowEmitter.through(context.name(), context.output(), windows.next()),
                accumulatorType);
    }

    /** Combines each key's records of a window and emits the result when the window ends. */
    public static <T> OperatorFactory<T, T> reduce(
            WindowSettings<T> settings, ReduceFunction<T> function, Type valueType) {
        FunctionCopies<ReduceFunction<T>> functions = FunctionCopies.of(function);
        FunctionCopies<KeySelector<T, ?>> selectors = FunctionCopies.of(settings.selector());
        return context -> operator(
                context,
                settings,
                selectors,
                new ReduceFold<>(functions.next()),
                WindowEmitter.plain(context.name(), context.output()),
                valueType);
    }

    /** Combines each key's records of a window and emits what another function makes of the result. */
    public static <K, T, O> OperatorFactory<T, O> reduce(
            WindowSettings<T> settings, ReduceFunction<T> function, WindowFunction<T, O, K> window, Type valueType) {
        FunctionCopies<ReduceFunction<T>> functions = FunctionCopies.of(function);
        FunctionCopies<WindowFunction<T, O, K>> windows = FunctionCopies.of(window);
        FunctionCopies<KeySelector<T, ?>> selectors = FunctionCopies.of(settings.selector());
        return context -> operator(
                context,
                settings,
                selectors,
                new ReduceFold<>(functions.next()),
                WindowEmitter.through(context.name(), context.output(), windows.next()),
                valueType);
    }

    private static <I, A, R, O> WindowOperator<I, A, R, O> operator(
            OperatorContext<O> context,
            WindowSettings<I> settings,
            FunctionCopies<KeySelector<I, ?>> selectors,
            WindowFold<I, A, R> fold,
            WindowEmitter<R> emitter,
            Type keptType) {
        OutputTag<I> tag = settings.lateTag();
        Output<I> late = tag == null ? null : context.sideOutput(tag);
        return new WindowOperator<>(
                context, settings, new KeyReader<>(context.name(), selectors.next()), fold, emitter, late, keptType);
    }
}
