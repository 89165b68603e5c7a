package dev.weir.state;

/** Gives access to keyed state by descriptor. To be called while the operator opens. */
public interface KeyedStateStore {
    <T> ValueState<T> state(ValueStateDescriptor<T> descriptor);

    <T> ListState<T> state(ListStateDescriptor<T> descriptor);

    <K, V> MapState<K, V> state(MapStateDescriptor<K, V> descriptor);
}
