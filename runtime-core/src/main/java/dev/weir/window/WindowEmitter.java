package dev.weir.window;

import dev.weir.function.TimeWindow;
import dev.weir.function.WindowFunction;
import dev.weir.operator.Output;
import dev.weir.operator.UserFailure;

/** What happens to the result of one key and window. */
interface WindowEmitter<R> {
    /** {@code window} stays the same object while one pane fires. */
    void emit(Object key, TimeWindow window, R result);

    /** Emits the result itself. */
    static <R> WindowEmitter<R> plain(String operator, Output<R> output) {
        return (key, window, result) -> {
            if (result == null) {
                throw UserFailure.nullResult(operator);
            }
            output.emit(result, window.maxTimestamp());
        };
    }

    /** Emits what a function makes of the result. */
    static <K, R, O> WindowEmitter<R> through(String operator, Output<O> output, WindowFunction<R, O, K> function) {
        return (key, window, result) -> {
            O emitted;
            try {
                @SuppressWarnings("unchecked")
                K typed = (K) key;
                emitted = function.apply(typed, window, result);
            } catch (Exception e) {
                throw UserFailure.of("process a window", operator, e);
            }
            if (emitted == null) {
                throw UserFailure.nullResult(operator);
            }
            output.emit(emitted, window.maxTimestamp());
        };
    }
}
