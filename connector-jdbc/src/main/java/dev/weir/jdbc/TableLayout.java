package dev.weir.jdbc;

import java.util.ArrayList;
import java.util.List;

/**
 * A table and the columns that are written, in the order of encoded rows.
 *
 * @param keys none if rows are only inserted
 */
record TableLayout(TableName table, List<String> keys, List<String> values) {
    List<String> columns() {
        List<String> all = new ArrayList<>(keys);
        all.addAll(values);
        return all;
    }
}
