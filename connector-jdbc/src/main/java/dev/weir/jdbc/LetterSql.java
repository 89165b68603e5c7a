package dev.weir.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The SQL of a dead-letter table. Transactions are the caller's. */
final class LetterSql {
    private static final List<String> COLUMNS = List.of(
            "id",
            "job",
            "sink",
            "shard",
            "lineage",
            "position",
            "sequence",
            "checkpoint",
            "target",
            "operation",
            "columns",
            "state",
            "error",
            "source",
            "created",
            "status");

    private final Dialect dialect;
    private final TableName table;

    LetterSql(Dialect dialect, TableName table) {
        this.dialect = dialect;
        this.table = table;
    }

    TableName table() {
        return table;
    }

    String createTable() {
        String text = dialect.textType();
        return "CREATE TABLE IF NOT EXISTS " + dialect.quote(table) + " (id varchar(64) NOT NULL PRIMARY KEY, job "
                + dialect.nameType() + " NOT NULL, sink " + dialect.nameType() + " NOT NULL, shard integer NOT NULL,"
                + " lineage varchar(255) NOT NULL, " + dialect.quote("position")
                + " bigint NOT NULL, sequence bigint NOT NULL, checkpoint bigint NOT NULL, target " + text
                + " NOT NULL, operation varchar(20) NOT NULL, " + dialect.quote("columns") + " " + text
                + " NOT NULL, state varchar(10) NOT NULL, error " + text + " NOT NULL, source " + text
                + " NOT NULL, created " + dialect.timeType() + " NOT NULL, status varchar(20) NOT NULL)"
                + dialect.tableOptions();
    }

    static List<String> missingColumns(TableShape shape) {
        return COLUMNS.stream().filter(column -> shape.column(column) == null).toList();
    }

    String insertSql(String value) {
        return "INSERT INTO " + dialect.quote(table) + " (" + dialect.quoteAll(COLUMNS) + ") VALUES ("
                + String.join(", ", Collections.nCopies(COLUMNS.size(), value)) + ")"
                + dialect.upsertClause(new TableLayout(table, List.of("id"), List.of(), null));
    }

    /** Does nothing if it is there. */
    void insert(Connection connection, DeadLetter letter) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(insertSql("?"))) {
            statement.setString(1, letter.id());
            statement.setString(2, letter.job());
            statement.setString(3, letter.sink());
            statement.setInt(4, letter.shard());
            statement.setString(5, letter.lineage());
            statement.setLong(6, letter.position());
            statement.setLong(7, letter.sequence());
            statement.setLong(8, letter.checkpoint());
            statement.setString(9, letter.target());
            statement.setString(10, letter.operation());
            statement.setString(11, letter.columns());
            statement.setString(12, letter.state());
            statement.setString(13, letter.error());
            statement.setString(14, letter.source());
            statement.setObject(15, LocalDateTime.ofInstant(letter.created(), ZoneOffset.UTC));
            statement.setString(16, letter.status());
            statement.executeUpdate();
        }
    }

    /** @param condition what follows {@code FROM table} */
    List<DeadLetter> select(Connection connection, String condition, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT " + dialect.quoteAll(COLUMNS) + " FROM " + dialect.quote(table) + " " + condition)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            List<DeadLetter> letters = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    letters.add(letter(rows));
                }
            }
            return letters;
        }
    }

    private static DeadLetter letter(ResultSet row) throws SQLException {
        Instant created = row.getObject(15, LocalDateTime.class).toInstant(ZoneOffset.UTC);
        return new DeadLetter(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getInt(4),
                row.getString(5),
                row.getLong(6),
                row.getLong(7),
                row.getLong(8),
                row.getString(9),
                row.getString(10),
                row.getString(11),
                row.getString(12),
                row.getString(13),
                row.getString(14),
                created,
                row.getString(16));
    }

    /** Whether there was such a letter in the status {@code from}. */
    boolean setStatus(Connection connection, String id, String from, String to) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "UPDATE " + dialect.quote(table) + " SET status = ? WHERE id = ? AND status = ?")) {
            statement.setString(1, to);
            statement.setString(2, id);
            statement.setString(3, from);
            return statement.executeUpdate() == 1;
        }
    }

    /** Whether there was such a letter. */
    boolean delete(Connection connection, String id) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("DELETE FROM " + dialect.quote(table) + " WHERE id = ?")) {
            statement.setString(1, id);
            return statement.executeUpdate() == 1;
        }
    }
}
