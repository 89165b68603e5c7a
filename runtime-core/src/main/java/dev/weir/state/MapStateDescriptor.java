package dev.weir.state;

import dev.weir.codec.Codec;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** Describes a {@link MapState}; {@code type} and {@code codec} concern the values. */
public record MapStateDescriptor<K, V>(
        String name,
        Type keyType,
        Type type,
        @Nullable Codec<K> keyCodec,
        @Nullable Codec<V> codec) implements StateDescriptor<V> {
    public MapStateDescriptor(String name, Class<K> keyType, Class<V> valueType) {
        this(name, keyType, valueType, null, null);
    }
}
