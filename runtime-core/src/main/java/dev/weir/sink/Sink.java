package dev.weir.sink;

import java.util.List;

/**
 * A destination of records. What it can do is said by the small interfaces that it also implements: {@link
 * SupportsWriteAheadLog}, {@link SupportsTwoPhaseCommit}, {@link SupportsIdempotentWriter}, {@link SupportsWriter}; it
 * must implement at least one. {@link SupportsProbe} and {@link SupportsDeadLetters} come on top.
 *
 * @param <T> records
 */
public interface Sink<T> {
    /** A short name for plans and logs, for example {@code jdbc-postgresql}. */
    String kind();

    /**
     * What the sink can do as it is configured; the first is used unless the job names another. Each must be backed by
     * its interface: overridden to leave some out (an insert has no key to be idempotent by) or to prefer another.
     */
    default List<DeliveryStrategy> strategies() {
        return DeliveryStrategy.implementedBy(this);
    }
}
