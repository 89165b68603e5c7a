package dev.weir.window;

import dev.weir.element.OutputTag;
import dev.weir.function.KeySelector;
import java.lang.reflect.Type;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What every window operator needs to know, whatever it computes.
 *
 * @param allowedLateness how long a window's result may still be corrected after it was emitted
 * @param lateTag the side output of records that come too late, or null to drop them
 */
public record WindowSettings<T>(
        KeySelector<T, ?> selector,
        Type keyType,
        TumblingEventTimeWindows windows,
        Duration allowedLateness,
        @Nullable OutputTag<T> lateTag) {}
