package dev.weir.operator;

import dev.weir.function.KeySelector;

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
