package dev.weir.jdbc;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.jdbc.LetterColumns.LetterColumn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** Does again what a dead letter's record should have done, by SQL alone. */
final class LetterReplay {
    private static final String HEX_PREFIX = "\\x";

    private final Dialect dialect;
    private final DeadLetter letter;

    LetterReplay(Dialect dialect, DeadLetter letter) {
        this.dialect = dialect;
        this.letter = letter;
    }

    void run(Connection connection) throws SQLException {
        List<LetterColumn> columns = new ArrayList<>(LetterColumns.parse(letter.columns()));
        columns.sort(Comparator.comparing(column -> !column.role().equals("key")));
        try (PreparedStatement statement = connection.prepareStatement(sql(columns))) {
            for (int i = 0; i < columns.size(); i++) {
                bind(statement, i + 1, columns.get(i));
            }
            statement.executeUpdate();
        }
    }

    private String sql(List<LetterColumn> columns) {
        TableName table = TableName.parse(letter.target());
        List<String> keys = new ArrayList<>();
        List<String> values = new ArrayList<>();
        String version = null;
        for (LetterColumn column : columns) {
            if (column.role().equals("key")) {
                keys.add(column.column());
            } else {
                values.add(column.column());
            }
            if (column.role().equals("version")) {
                version = column.column();
            }
        }
        TableLayout layout = new TableLayout(table, keys, values, version);
        String insert = "INSERT INTO " + dialect.quote(table) + " (" + dialect.quoteAll(layout.columns()) + ") VALUES ("
                + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")";
        return switch (letter.operation()) {
            case DeadLetter.INSERT -> insert;
            case DeadLetter.UPSERT -> insert + dialect.upsertClause(layout);
            case DeadLetter.DELETE ->
                "DELETE FROM " + dialect.quote(table) + " WHERE "
                        + keys.stream().map(key -> dialect.quote(key) + " = ?").collect(Collectors.joining(" AND "));
            default ->
                throw new WeirException(
                        ErrorCode.DESTINATION_REJECTED,
                        "Cannot replay letter " + letter.id() + ": it comes from a statement of the job's own, whose"
                                + " parameters only the job knows: " + letter.target()
                                + "; write the record by hand and drop the letter");
        };
    }

    private static void bind(PreparedStatement statement, int parameter, LetterColumn column) throws SQLException {
        String value = column.value();
        if (value == null) {
            statement.setNull(parameter, Types.NULL);
        } else if (column.type().equals(ValueType.BYTES.name()) && value.startsWith(HEX_PREFIX)) {
            statement.setBytes(parameter, HexFormat.of().parseHex(value, HEX_PREFIX.length(), value.length()));
        } else if (column.type().equals(ValueType.BOOLEAN.name())) {
            statement.setBoolean(parameter, Boolean.parseBoolean(value));
        } else {
            statement.setString(parameter, value);
        }
    }
}
