package dev.weir.state;

import dev.weir.codec.Codec;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** Names one state of an operator and says what it holds; the name is how a checkpoint finds it again. */
public sealed interface StateDescriptor<T> permits ValueStateDescriptor, ListStateDescriptor, MapStateDescriptor {
    String name();

    /** The type of the values. */
    Type type();

    /** The user's own codec, or null for the one that the registry finds. */
    @Nullable
    Codec<T> codec();
}
