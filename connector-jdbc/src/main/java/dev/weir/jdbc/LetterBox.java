package dev.weir.jdbc;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.DeadLetters;
import dev.weir.time.Clock;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts the records of one shard or writer aside that the database refuses, in the caller's transaction.
 *
 * <p><b>Threading:</b> one thread at a time.
 */
final class LetterBox {
    private static final int LONGEST_ID = 32;

    private final LetterSql sql;
    private final Owner owner;

    /**
     * Whose letters these are.
     *
     * @param shard the commit shard, or the subtask where there are no units
     */
    record Owner(String job, String sink, int shard, DeadLetters policy, Clock clock) {}

    LetterBox(LetterSql sql, Owner owner) {
        this.sql = sql;
        this.owner = owner;
    }

    DeadLetters policy() {
        return owner.policy();
    }

    void put(Connection connection, @Nullable CommitUnit unit, long index, RefusedRecord record, SqlFailure failure)
            throws SQLException {
        long position = unit == null ? 0 : unit.position() - unit.recordCount() + index + 1;
        String lineage = unit == null ? "" : unit.lineage();
        // Without units the same record comes again after a failure; its content is all that tells it from others.
        String identity = unit == null
                ? record.target() + '\n' + record.operation() + '\n' + record.columns()
                : lineage + '\n' + position;
        String source = !record.source().isEmpty()
                ? record.source()
                : unit == null ? "subtask " + owner.shard() : "record " + position + " of shard " + owner.shard();
        sql.insert(
                connection,
                new DeadLetter(
                        id(identity),
                        owner.job(),
                        owner.sink(),
                        owner.shard(),
                        lineage,
                        position,
                        unit == null ? 0 : unit.sequence(),
                        unit == null ? 0 : unit.checkpointId(),
                        record.target(),
                        record.operation(),
                        record.columns(),
                        failure.state() == null ? "" : failure.state(),
                        failure.message(),
                        source,
                        Instant.ofEpochMilli(owner.clock().millis()),
                        DeadLetter.WAITING));
    }

    private String id(String identity) {
        String whole = owner.job() + '\n' + owner.sink() + '\n' + owner.shard() + '\n' + identity;
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(whole.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, LONGEST_ID);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes sure that there is a table to put letters in, creating it if there is none. */
    static void prepare(ConnectionPool pool, LetterSql sql) {
        try (Connection connection = pool.connection()) {
            if (!pool.dialect().shapeOf(connection, sql.table()).exists()) {
                create(connection, pool, sql);
            }
            List<String> missing = LetterSql.missingColumns(pool.dialect().shapeOf(connection, sql.table()));
            if (!missing.isEmpty()) {
                throw unusable(pool, sql, "it is something else: columns missing: " + String.join(", ", missing), null);
            }
            pool.dialect().plan(connection, sql.insertSql("NULL"));
            connection.rollback();
        } catch (SQLException e) {
            SqlFailure failure = pool.dialect().failure(e);
            if (failure.mayPass()) {
                throw new WeirException(
                        ErrorCode.DESTINATION_UNAVAILABLE,
                        "Cannot reach dead-letter table " + sql.table() + " at " + pool.target() + ": "
                                + failure.message() + ": " + failure.describe() + "; it will be tried again",
                        e);
            }
            throw unusable(pool, sql, failure.message() + ": " + failure.describe(), e);
        }
    }

    private static void create(Connection connection, ConnectionPool pool, LetterSql sql) throws SQLException {
        try (Statement create = connection.createStatement()) {
            create.execute(sql.createTable());
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            // Another subtask may have been faster, which PostgreSQL reports in several ways.
            if (!pool.dialect().shapeOf(connection, sql.table()).exists()) {
                throw e;
            }
        }
    }

    private static WeirException unusable(ConnectionPool pool, LetterSql sql, String why, @Nullable SQLException e) {
        String message = "Cannot use dead-letter table " + sql.table() + ": " + why + ", " + pool.target()
                + "; let someone who may run: " + sql.createTable() + "; GRANT SELECT, INSERT ON "
                + pool.dialect().quote(sql.table()) + " TO the user of the sink";
        return e == null
                ? new WeirException(ErrorCode.DESTINATION_REJECTED, message)
                : new WeirException(ErrorCode.DESTINATION_REJECTED, message, e);
    }
}
