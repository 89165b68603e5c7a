package dev.weir.sink;

/**
 * A unit in a prepared transaction.
 *
 * @param handle what {@link SinkTransaction#prepare} gave; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record PreparedUnit(CommitUnit unit, byte[] handle) {}
