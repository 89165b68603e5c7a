package dev.weir.jdbc;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.DeadLetters;
import dev.weir.sink.ShardContext;
import dev.weir.sink.SinkContext;
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
    record Owner(String job, String sink, int shard, DeadLetters policy, Clock clock) {
        static Owner of(ShardContext context) {
            return new Owner(
                    context.jobName(), context.sinkUid(), context.shard(), context.deadLetters(), context.clock());
        }

        static Owner of(SinkContext context) {
            return new Owner(
                    context.jobName(),
                    context.sinkUid(),
                    context.subtaskIndex(),
                    context.deadLetters(),
                    context.clock());
        }
    }

    /**
     * Where a transaction's records stand in the shard's stream.
     *
     * @param checkpoint that closed the unit, or 0 while the unit is open: then records are counted from its beginning
     * @param before how many records stand before the first
     */
    record Place(String lineage, long sequence, long checkpoint, long before) {
        static final Place NONE = new Place("", 0, 0, 0);

        static Place of(CommitUnit unit) {
            return new Place(
                    unit.lineage(), unit.sequence(), unit.checkpointId(), unit.position() - unit.recordCount());
        }

        boolean isInUnit() {
            return sequence > 0;
        }
    }

    private LetterBox(LetterSql sql, Owner owner) {
        this.sql = sql;
        this.owner = owner;
    }

    /** If letters are kept, makes sure that there is a table to put them in, creating it if there is none. */
    static LetterBox open(ConnectionPool pool, TableName table, Owner owner) {
        LetterSql sql = new LetterSql(pool.dialect(), table);
        if (owner.policy().areKept()) {
            prepare(pool, sql);
        }
        return new LetterBox(sql, owner);
    }

    DeadLetters policy() {
        return owner.policy();
    }

    /** @param index of the record in its transaction, from 0 */
    void put(Connection connection, Place place, long index, RefusedRecord record, SqlFailure failure)
            throws SQLException {
        long position = place.isInUnit() ? place.before() + index + 1 : 0;
        // Without units the same record comes again after a failure; its content is all that tells it from others.
        String identity = place.isInUnit()
                ? place.lineage() + '\n' + (place.checkpoint() == 0 ? place.sequence() : 0) + '\n' + position
                : record.target() + '\n' + record.operation() + '\n' + record.columns();
        String source = record.source().isEmpty() ? describe(place, position) : record.source();
        sql.insert(
                connection,
                new DeadLetter(
                        id(identity),
                        owner.job(),
                        owner.sink(),
                        owner.shard(),
                        place.lineage(),
                        position,
                        place.sequence(),
                        place.checkpoint(),
                        record.target(),
                        record.operation(),
                        record.columns(),
                        failure.state() == null ? "" : failure.state(),
                        failure.message(),
                        source,
                        Instant.ofEpochMilli(owner.clock().millis()),
                        DeadLetter.WAITING));
    }

    private String describe(Place place, long position) {
        if (!place.isInUnit()) {
            return "subtask " + owner.shard();
        }
        return "record " + position + " of " + (place.checkpoint() == 0 ? "unit " + place.sequence() + " of " : "")
                + "shard " + owner.shard();
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

    private static void prepare(ConnectionPool pool, LetterSql sql) {
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
