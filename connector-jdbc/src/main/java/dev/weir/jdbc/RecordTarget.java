package dev.weir.jdbc;

import dev.weir.codec.Codec;
import dev.weir.codec.CodecRegistry;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.sql.SQLException;

/**
 * What a sink does with its records: rows of tables, or a statement of the user's.
 *
 * <p><b>Threading:</b> immutable.
 */
sealed interface RecordTarget<T> permits TableTarget, StatementTarget {
    /** For messages: {@code table "x"}. */
    String description();

    /** How records are kept until they are written. */
    Codec<T> codec(CodecRegistry registry);

    ConnectionSettings.SessionNeeds needs();

    /** Finds out whether the database takes what is to be written. */
    void check(TargetCheck check) throws SQLException;

    /** Looks at what decides whether a live database keeps what is written. */
    void probe(DestinationProbe probe) throws SQLException;

    /** Whether writing a record again, later and in any order, leaves what was there. */
    boolean isIdempotent();

    RecordBatch<T> newBatch(Dialect dialect);

    /** What a user's function threw while it took a record apart. */
    static WeirException userFailure(String what, Object record, Exception cause) {
        return new WeirException(
                ErrorCode.USER_FUNCTION,
                "Cannot write a record to " + what + ": the function that takes it apart failed: " + cause + ": record "
                        + record + "; correct the function or the data",
                cause);
    }
}
