package dev.weir.state;

import dev.weir.codec.Codec;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** Describes a {@link ValueState}. */
public record ValueStateDescriptor<T>(
        String name, Type type, @Nullable Codec<T> codec) implements StateDescriptor<T> {
    public ValueStateDescriptor(String name, Class<T> type) {
        this(name, type, null);
    }
}
