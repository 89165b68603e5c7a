package dev.weir.source;

import java.io.Serializable;

/**
 * Makes a record of a CSV row.
 *
 * <p><b>Threading:</b> called by all subtasks at once; it must hold no mutable state. <b>Errors:</b> as in {@link
 * LineParser}: an {@link IllegalArgumentException}, for example from a record's constructor, says that the row is no
 * record.
 */
@FunctionalInterface
public interface CsvMapper<T> extends Serializable {
    /** The row is valid during the call only. */
    T map(CsvRow row) throws Exception;
}
