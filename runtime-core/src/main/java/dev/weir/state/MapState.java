package dev.weir.state;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A map for each key; each pair is an entry of its own. */
public interface MapState<K, V> {
    @Nullable
    V get(K key);

    void put(K key, V value);

    void remove(K key);

    /** A copy, in no particular order. */
    Map<K, V> entries();

    void clear();
}
