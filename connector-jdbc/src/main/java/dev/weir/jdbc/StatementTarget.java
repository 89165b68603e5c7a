package dev.weir.jdbc;

import dev.weir.codec.Codec;
import dev.weir.codec.CodecRegistry;
import java.sql.SQLException;
import java.util.Locale;

/**
 * A statement that the user wrote, run for each record.
 *
 * @param batchSize how many records go to the server at once
 */
record StatementTarget<T>(String sql, StatementBinder<T> binder, CodecSource<T> codecs, int batchSize)
        implements RecordTarget<T> {
    private static final int LONGEST_SHOWN = 80;

    /** The user's codec, or the registry's. */
    interface CodecSource<T> {
        Codec<T> of(CodecRegistry registry);
    }

    @Override
    public String description() {
        String line = sql.strip().replaceAll("\\s+", " ");
        return "statement \"" + (line.length() <= LONGEST_SHOWN ? line : line.substring(0, LONGEST_SHOWN) + "...")
                + '"';
    }

    @Override
    public Codec<T> codec(CodecRegistry registry) {
        return codecs.of(registry);
    }

    /**
     * A rewritten batch is one statement, and PostgreSQL's {@code ON CONFLICT DO UPDATE} refuses to meet a row twice in
     * one statement, so only inserts without that clause are rewritten.
     */
    @Override
    public ConnectionSettings.SessionNeeds needs() {
        return new ConnectionSettings.SessionNeeds(!sql.toLowerCase(Locale.ROOT).contains("conflict"), false);
    }

    @Override
    public void check(TargetCheck check) throws SQLException {
        check.sql(sql, description());
    }

    /** Nobody can tell which tables it writes to. */
    @Override
    public void probe(DestinationProbe probe) {}

    /** It may be, but nobody can tell. */
    @Override
    public boolean isIdempotent() {
        return false;
    }

    @Override
    public RecordBatch<T> newBatch(Dialect dialect) {
        return new StatementRecords<>(this);
    }
}
