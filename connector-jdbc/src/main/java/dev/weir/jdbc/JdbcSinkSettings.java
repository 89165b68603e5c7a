package dev.weir.jdbc;

import dev.weir.codec.Codec;
import dev.weir.codec.CodecRegistry;

/**
 * What a {@link JdbcSinkBuilder} has gathered and checked.
 *
 * @param batchSize how many records go to the server at once
 */
record JdbcSinkSettings<T>(
        ConnectionSettings connection,
        RecordStatement<T> statement,
        TableName ledger,
        int batchSize,
        CodecSource<T> codec) {
    /** The user's codec, or the registry's. */
    interface CodecSource<T> {
        Codec<T> of(CodecRegistry registry);
    }
}
