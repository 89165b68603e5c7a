package dev.weir.sink;

/**
 * A destination of records. What it can do is said by the small interfaces that it also implements: {@link
 * SupportsWriter}, {@link SupportsWriteAheadLog}, {@link SupportsTwoPhaseCommit}; it must implement at least one, and
 * the strongest is used unless the job names another.
 *
 * @param <T> records
 */
public interface Sink<T> {
    /** A short name for plans and logs, for example {@code jdbc-postgresql}. */
    String kind();
}
