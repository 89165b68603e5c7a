package dev.weir.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds the key of a fresh start, and refuses one by which rows would be lost. */
final class JdbcKeyChoice {
    private final JdbcSourceSettings<?> settings;
    private final JdbcSourceSession session;

    JdbcKeyChoice(JdbcSourceSettings<?> settings, JdbcSourceSession session) {
        this.settings = settings;
        this.session = session;
    }

    KeyColumns choose() throws SQLException {
        KeyColumns key = chosen();
        requireTextInItsOrder(key);
        requireNoNulls(key);
        return key;
    }

    /** The key that the settings ask for, with what makes it unique if that can be found out. */
    private KeyColumns chosen() throws SQLException {
        Set<String> names = new LinkedHashSet<>(settings.keys());
        KeyColumns asked = session.key(List.copyOf(names));
        if (!(settings.rows() instanceof JdbcSourceSettings.Table table)) {
            return asked;
        }
        List<SourceDialect.UniqueIndex> indexes = session.dialect().uniqueIndexes(session.connection(), table.name());
        session.connection().commit();
        if (indexes.stream().anyMatch(index -> names.containsAll(index.columns()))) {
            return asked;
        }
        List<String> primary = indexes.stream()
                .filter(SourceDialect.UniqueIndex::primary)
                .findFirst()
                .map(SourceDialect.UniqueIndex::columns)
                .orElse(List.of());
        if (primary.isEmpty() && settings.following() != null) {
            throw settings.fault(
                    "nothing tells rows apart that are equal in the key",
                    "key " + String.join(", ", names) + ", no primary key",
                    "add a primary key to the table, or name the other columns of a unique index with thenBy");
        }
        names.addAll(primary);
        return session.key(List.copyOf(names));
    }

    private void requireNoNulls(KeyColumns key) throws SQLException {
        List<String> nullable = key.columns().stream()
                .filter(session::isNullable)
                .map(column -> column.quoted() + " IS NULL")
                .toList();
        if (nullable.isEmpty()) {
            return;
        }
        String sql = "SELECT 1 FROM " + session.from() + " WHERE " + String.join(" OR ", nullable) + " LIMIT 1";
        try (PreparedStatement statement = session.connection().prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            if (rows.next()) {
                throw settings.fault(
                        "rows whose key is NULL have no place in its order",
                        "key " + String.join(", ", key.names()),
                        "choose another column, or leave these rows out by a query with WHERE ... IS NOT NULL");
            }
        }
        session.connection().commit();
    }

    /**
     * Refuses ENUM and SET of MySQL, which are ordered by number, but compared with text as text. Both drivers call them CHAR,
     * so a table's catalogue is asked; of a query, whether the order holds.
     */
    private void requireTextInItsOrder(KeyColumns key) throws SQLException {
        if (session.dialect() == SourceDialect.POSTGRESQL) {
            return;
        }
        for (KeyColumns.Column column : key.columns()) {
            if (!session.typeName(column).equals("CHAR")) {
                continue;
            }
            if (isOutOfOrder(column)) {
                throw settings.fault(
                        "column \"" + column.name() + "\" cannot be part of the key, because it is ordered in another"
                                + " way than it is compared",
                        "type ENUM or SET",
                        "choose another column, or CAST it AS CHAR in a query");
            }
            session.connection().commit();
        }
    }

    private boolean isOutOfOrder(KeyColumns.Column column) throws SQLException {
        String ofTable = "SELECT 1 FROM information_schema.columns WHERE table_schema = COALESCE(?, DATABASE())"
                + " AND table_name = ? AND column_name = ? AND data_type IN ('enum', 'set')";
        String ofQuery = "SELECT 1 FROM (SELECT CONCAT(" + column.quoted() + ") AS weir_key, LAG(CONCAT("
                + column.quoted() + ")) OVER (ORDER BY " + column.quoted() + ") AS weir_before FROM " + session.from()
                + ") AS weir_pairs WHERE weir_before > weir_key LIMIT 1";
        JdbcSourceSettings.Rows rows = settings.rows();
        try (PreparedStatement statement =
                session.connection().prepareStatement(rows instanceof JdbcSourceSettings.Table ? ofTable : ofQuery)) {
            if (rows instanceof JdbcSourceSettings.Table table) {
                session.dialect().bindTable(statement, table.name());
                statement.setString(3, column.name());
            }
            try (ResultSet found = statement.executeQuery()) {
                return found.next();
            }
        }
    }
}
