package dev.weir.sink;

import org.jspecify.annotations.Nullable;

/** A sink that knows why it leaves a strategy out which its destination seems to allow. */
public interface ExplainsStrategies {
    /** The reason and what to use instead, as {@code <reason>; <remedy>}; null if there is nothing special to say. */
    @Nullable
    String whyNot(DeliveryStrategy strategy);
}
