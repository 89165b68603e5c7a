package dev.weir.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/** A statement that the user wrote. */
record CustomStatement<T>(String sql, StatementBinder<T> binder) implements RecordStatement<T> {
    private static final int LONGEST_SHOWN = 80;

    @Override
    public String target() {
        String line = sql.strip().replaceAll("\\s+", " ");
        return "statement \"" + (line.length() <= LONGEST_SHOWN ? line : line.substring(0, LONGEST_SHOWN) + "...")
                + '"';
    }

    /**
     * A rewritten batch is one statement, and {@code ON CONFLICT DO UPDATE} refuses to meet a row twice in one
     * statement, so only inserts without that clause are rewritten.
     */
    @Override
    public ConnectionSettings.SessionNeeds needs() {
        return new ConnectionSettings.SessionNeeds(!sql.toLowerCase(Locale.ROOT).contains("conflict"), false);
    }

    @Override
    public void bind(PreparedStatement statement, T record) throws SQLException {
        try {
            binder.bind(statement, record);
        } catch (RuntimeException e) {
            throw RecordStatement.userFailure(target(), record, e);
        }
    }

    @Override
    public void writeTogether(Connection connection, List<T> records) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (T record : records) {
                bind(statement, record);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}
