package dev.weir;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.function.AggregateFunction;
import dev.weir.function.FlatMapFunction;
import dev.weir.function.KeySelector;
import dev.weir.function.KeyedProcessFunction;
import dev.weir.function.MapFunction;
import dev.weir.function.ReduceFunction;
import dev.weir.function.WindowFunction;
import dev.weir.source.GeneratorFunction;
import dev.weir.source.Source;
import java.io.Serializable;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/**
 * Finds out what functions take and return: of a class by the type arguments of its supertypes, of a lambda or method
 * reference by its serialised form. What cannot be found is {@code Object.class}.
 */
final class FunctionTypes {
    static final Type UNKNOWN = Object.class;

    private FunctionTypes() {}

    static Type ofMap(MapFunction<?, ?> function) {
        return returned(MapFunction.class, 1, function);
    }

    static Type ofFlatMap(FlatMapFunction<?, ?> function) {
        return collected(FlatMapFunction.class, 1, function);
    }

    static Type ofKey(KeySelector<?, ?> function) {
        return returned(KeySelector.class, 1, function);
    }

    private static Type ofReduce(ReduceFunction<?> function) {
        return returned(ReduceFunction.class, 0, function);
    }

    static Type ofWindow(WindowFunction<?, ?, ?> function) {
        return returned(WindowFunction.class, 1, function);
    }

    static Type ofProcess(KeyedProcessFunction<?, ?, ?> function) {
        return SuperTypes.argument(function.getClass(), KeyedProcessFunction.class, 2);
    }

    static Type ofAggregate(AggregateFunction<?, ?, ?> function) {
        return SuperTypes.argument(function.getClass(), AggregateFunction.class, 2);
    }

    static Type ofAccumulator(AggregateFunction<?, ?, ?> function) {
        return SuperTypes.argument(function.getClass(), AggregateFunction.class, 1);
    }

    static Type ofSource(Source<?, ?> source) {
        return SuperTypes.argument(source.getClass(), Source.class, 0);
    }

    static Type ofGenerator(GeneratorFunction<?> function) {
        return returned(GeneratorFunction.class, 0, function);
    }

    /** The type of values that are both the function's and the stream's: whichever says more. */
    static Type ofReduced(ReduceFunction<?> function, Type stream) {
        Type own = ofReduce(function);
        boolean streamIsCloser = stream instanceof ParameterizedType generic && generic.getRawType() == own;
        return own.equals(UNKNOWN) || streamIsCloser ? stream : own;
    }

    /**
     * Refuses an unknown type.
     *
     * @param verb what cannot be done, for example {@code reduce a stream}
     * @param what the type of what is unknown
     */
    static void require(Type type, String verb, String what, String remedy) {
        if (type.equals(UNKNOWN)) {
            throw new WeirException(
                    ErrorCode.INVALID_JOB,
                    "Cannot " + verb + ": " + what + " cannot be found in the function (a generic method or a lambda"
                            + " hides it); " + remedy);
        }
    }

    private static Type returned(Class<?> functionType, int parameter, Serializable function) {
        LambdaTypes lambda = LambdaTypes.of(function);
        return lambda == null ? SuperTypes.argument(function.getClass(), functionType, parameter) : lambda.returned();
    }

    /** The argument of the collector, which is a function's last parameter. */
    private static Type collected(Class<?> functionType, int parameter, Serializable function) {
        LambdaTypes lambda = LambdaTypes.of(function);
        return lambda == null ? SuperTypes.argument(function.getClass(), functionType, parameter) : lambda.collected();
    }
}
