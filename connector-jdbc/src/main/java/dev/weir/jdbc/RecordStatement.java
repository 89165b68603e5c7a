package dev.weir.jdbc;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * Writes records by SQL.
 *
 * <p><b>Threading:</b> immutable; each thread with a connection of its own.
 */
sealed interface RecordStatement<T> permits TableStatement, CustomStatement {
    /** What a user's function threw while it took a record apart. */
    static WeirException userFailure(String what, Object record, RuntimeException cause) {
        return new WeirException(
                ErrorCode.USER_FUNCTION,
                "Cannot write a record to " + what + ": the function that takes it apart failed: " + cause + ": record "
                        + record + "; correct the function or the data",
                cause);
    }

    /** What the records go into, for messages: {@code table "x"}. */
    String target();

    ConnectionSettings.SessionNeeds needs();

    /** The statement for one record. */
    String sql();

    /** Sets the parameters of {@link #sql}. */
    void bind(PreparedStatement statement, T record) throws SQLException;

    /** Writes some records in as few round trips as it can; the effect is that of one after the other. */
    void writeTogether(Connection connection, List<T> records) throws SQLException;

    /** Writes them one by one. */
    default void writeSingly(Connection connection, List<T> records) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql())) {
            for (T record : records) {
                bind(statement, record);
                statement.executeUpdate();
            }
        }
    }
}
