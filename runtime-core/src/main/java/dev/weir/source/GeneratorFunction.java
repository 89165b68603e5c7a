package dev.weir.source;

import java.io.Serializable;

/**
 * Makes the record with an index. Equal indexes must give equal records: after a failure the records since the last
 * checkpoint are made again.
 *
 * <p><b>Threading:</b> called by all subtasks at once; it must hold no mutable state.
 */
@FunctionalInterface
public interface GeneratorFunction<T> extends Serializable {
    T generate(long index) throws Exception;
}
