package dev.weir.jdbc;

import dev.weir.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes the value of one column out of a record. Null becomes SQL NULL; enums are written by name, instants as
 * timestamps with time zone; everything else as the driver does it.
 *
 * <p><b>Threading:</b> called by several threads at once.
 */
@FunctionalInterface
public interface ColumnValue<T> extends Function {
    @Nullable
    Object of(T record);
}
