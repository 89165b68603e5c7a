package dev.weir.jdbc;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a table at the destination looks like.
 *
 * @param columns in their order; none if there is no such table
 * @param uniqueKeys the columns of each unique index without expressions or conditions
 * @param storage how rows are kept, where it matters for what survives: the engine in MySQL, {@code unlogged}
 *     or {@code indirect} in PostgreSQL
 */
record TableShape(List<ColumnShape> columns, List<Set<String>> uniqueKeys, String storage) {
    TableShape {
        columns = List.copyOf(columns);
        uniqueKeys = List.copyOf(uniqueKeys);
    }

    /**
     * One column.
     *
     * @param type as the database writes it
     * @param castType what a text may be cast to without being cut to a length
     * @param required whether a row that leaves it out is refused
     */
    record ColumnShape(String name, String type, String castType, boolean required) {}

    boolean exists() {
        return !columns.isEmpty();
    }

    @Nullable
    ColumnShape column(String name) {
        return columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    String columnNames() {
        return columns.stream().map(ColumnShape::name).collect(Collectors.joining(", "));
    }
}
