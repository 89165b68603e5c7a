package dev.weir.state;

import dev.weir.codec.CodecRegistry;
import java.lang.reflect.Type;

/** Makes keyed state backends. */
public final class KeyedStateBackends {
    private KeyedStateBackends() {}

    /**
     * Keeps state as flat bytes on the heap.
     *
     * @param keyType the keys' type; {@code Object} or an interface if it is not known, in which case the first key's class
     *     decides and all keys must be of that class
     * @param firstGroup the first key group of the range
     * @param endGroup one past the last key group
     * @throws dev.weir.error.WeirException {@code INVALID_JOB} when the type cannot be a key
     */
    public static KeyedStateBackend heap(
            CodecRegistry registry, Type keyType, int maxParallelism, int firstGroup, int endGroup) {
        return new HeapKeyedStateBackend(registry, keyType, maxParallelism, firstGroup, endGroup);
    }
}
