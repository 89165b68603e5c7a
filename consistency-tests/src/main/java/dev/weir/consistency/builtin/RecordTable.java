package dev.weir.consistency.builtin;

import dev.weir.consistency.history.OutputRecord;
import dev.weir.jdbc.JdbcSink;
import dev.weir.jdbc.JdbcSinkBuilder;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.sink.Sink;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** The table that records go to. */
final class RecordTable {
    private static final String NAME = "weir_records";
    /** All tables that a sink writes to. */
    static final List<String> TABLES = List.of(NAME, "weir_ledger", "weir_ledger_units", "weir_dead_letters");

    static final String SELECT =
            "SELECT source_partition, source_offset, record_key, key_sequence, key_hash, shard, attempt, epoch FROM "
                    + NAME;

    private RecordTable() {}

    /**
     * A record that comes twice must show, so only idempotent writes have a key. Their version is the attempt: a process that
     * was replaced must not overwrite what its successor wrote.
     */
    static String create(DeliveryStrategy strategy) {
        String key = strategy == DeliveryStrategy.IDEMPOTENT ? ", PRIMARY KEY (source_partition, source_offset)" : "";
        return "CREATE TABLE " + NAME + " (source_partition int NOT NULL, source_offset bigint NOT NULL,"
                + " record_key bigint NOT NULL, key_sequence bigint NOT NULL, key_hash bigint NOT NULL,"
                + " shard int NOT NULL, attempt bigint NOT NULL, epoch bigint NOT NULL" + key + ")";
    }

    /** Timeouts are short, so that a process can sleep past all of them in the time of a test. */
    static Sink<OutputRecord> sink(String url, DeliveryStrategy strategy) {
        boolean idempotent = strategy == DeliveryStrategy.IDEMPOTENT;
        JdbcSinkBuilder<OutputRecord> table = idempotent
                ? JdbcSink.upsert(OutputRecord.class)
                        .key("source_partition", OutputRecord::partition)
                        .key("source_offset", OutputRecord::offset)
                        .version("attempt", OutputRecord::attempt)
                : JdbcSink.insert(OutputRecord.class)
                        .column("source_partition", OutputRecord::partition)
                        .column("source_offset", OutputRecord::offset)
                        .column("attempt", OutputRecord::attempt);
        return table.url(url)
                .table(NAME)
                .column("record_key", OutputRecord::key)
                .column("key_sequence", OutputRecord::sequence)
                .column("key_hash", OutputRecord::hash)
                .column("shard", OutputRecord::shard)
                .column("epoch", OutputRecord::epoch)
                .connectTimeout(Duration.ofSeconds(3))
                .statementTimeout(Duration.ofSeconds(4))
                .lockTimeout(Duration.ofSeconds(2))
                .startTries(100, Duration.ofMillis(100))
                .build();
    }

    /** The row of a {@link #SELECT}. */
    static OutputRecord record(ResultSet row) throws SQLException {
        return new OutputRecord(
                row.getInt(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                row.getInt(6),
                row.getLong(7),
                row.getLong(8));
    }
}
