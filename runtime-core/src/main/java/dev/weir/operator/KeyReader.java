package dev.weir.operator;

import dev.weir.element.Batch;
import dev.weir.function.KeySelector;
import dev.weir.state.KeyedStateBackend;

/**
 * Reads the keys of an operator's records.
 *
 * <p><b>Threading:</b> confined to the task's thread.
 */
public final class KeyReader<T> {
    private final String operator;
    private final KeySelector<T, ?> selector;

    /**
     * @param operator the operator's name, for error messages
     */
    public KeyReader(String operator, KeySelector<T, ?> selector) {
        this.operator = operator;
        this.selector = selector;
    }

    /** Announces the keys of all records of a batch. */
    @SuppressWarnings("unchecked")
    public void announce(Batch batch, KeyedStateBackend backend) {
        int size = batch.size();
        for (int i = 0; i < size; i++) {
            backend.announceKey(key((T) batch.value(i)));
        }
    }

    public Object key(T value) {
        Object key;
        try {
            key = selector.key(value);
        } catch (Exception e) {
            throw UserFailure.onRecord(operator, e);
        }
        if (key == null) {
            throw UserFailure.nullKey(operator);
        }
        return key;
    }
}
