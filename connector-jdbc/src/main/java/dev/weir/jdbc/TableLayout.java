package dev.weir.jdbc;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table and the columns that are written, in the order of encoded rows.
 *
 * @param keys none if rows are only inserted
 * @param version the first of the values, if an upsert must not go back to an older one; or null
 */
record TableLayout(
        TableName table,
        List<String> keys,
        List<String> values,
        @Nullable String version) {
    List<String> columns() {
        List<String> all = new ArrayList<>(keys);
        all.addAll(values);
        return all;
    }
}
