package dev.weir.jdbc;

/**
 * A table as a user names it: {@code table} or {@code schema.table}, each part as the database stores it, since both are
 * quoted.
 */
record TableName(String schema, String table) {
    /** Takes apart {@code schema.table}; the schema is empty if there is none: the search path finds the table. */
    static TableName parse(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? new TableName("", name) : new TableName(name.substring(0, dot), name.substring(dot + 1));
    }

    static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /** For use in SQL. */
    String quoted() {
        return schema.isEmpty() ? quote(table) : quote(schema) + '.' + quote(table);
    }

    @Override
    public String toString() {
        return quoted();
    }
}
