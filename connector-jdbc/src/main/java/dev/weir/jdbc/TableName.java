package dev.weir.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * A table as a user names it: {@code table} or {@code schema.table}, each part as the database stores it, since both are
 * quoted in SQL.
 *
 * @param schema empty if there is none: the search path finds the table; a database in MySQL
 */
record TableName(String schema, String table) {
    /** Takes apart {@code schema.table}. */
    static TableName parse(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? new TableName("", name) : new TableName(name.substring(0, dot), name.substring(dot + 1));
    }

    /** What is wrong with it as a name, or null. */
    static @Nullable String faultOf(String name) {
        TableName parsed = parse(name);
        return parsed.table().isEmpty() || parsed.table().contains(".") || name.startsWith(".")
                ? name + " is not of the form table or schema.table"
                : null;
    }

    /** As a user names it. */
    String text() {
        return schema.isEmpty() ? table : schema + '.' + table;
    }

    /** For messages; SQL is quoted by the dialect. */
    @Override
    public String toString() {
        return schema.isEmpty() ? quote(table) : quote(schema) + '.' + quote(table);
    }

    private static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}
