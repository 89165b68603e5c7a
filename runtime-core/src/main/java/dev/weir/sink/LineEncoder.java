package dev.weir.sink;

import java.io.Serializable;

/**
 * Makes a record's line of text, without line end.
 *
 * <p><b>Threading:</b> called by all subtasks at once; it must hold no mutable state.
 */
@FunctionalInterface
public interface LineEncoder<T> extends Serializable {
    String encode(T value) throws Exception;
}
