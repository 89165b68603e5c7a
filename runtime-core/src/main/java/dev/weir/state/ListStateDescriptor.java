package dev.weir.state;

import dev.weir.codec.Codec;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** Describes a {@link ListState}. */
public record ListStateDescriptor<T>(
        String name, Type type, @Nullable Codec<T> codec) implements StateDescriptor<T> {
    public ListStateDescriptor(String name, Class<T> type) {
        this(name, type, null);
    }
}
