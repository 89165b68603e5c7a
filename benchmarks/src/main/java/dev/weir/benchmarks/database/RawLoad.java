package dev.weir.benchmarks.database;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/** What one connection and the driver alone reach: the same rows, a commit at every interval, no promise of any kind. */
final class RawLoad {
    private static final int BATCH = 1000;
    private static final int ROWS_A_BUFFER = 512;

    private final DatabaseCase settings;
    private final Target target;

    RawLoad(DatabaseCase settings, Target target) {
        this.settings = settings;
        this.target = target;
    }

    void run(long records) throws Exception {
        boolean copies =
                settings.work() == DatabaseCase.Work.APPEND && settings.database() == DatabaseCase.Database.POSTGRES;
        String fast = settings.database() == DatabaseCase.Database.POSTGRES
                ? "reWriteBatchedInserts=true"
                : settings.database() == DatabaseCase.Database.MYSQL
                        ? "rewriteBatchedStatements=true"
                        : "useBulkStmts=false&rewriteBatchedStatements=true";
        try (Connection connection = target.connect(fast)) {
            connection.setAutoCommit(false);
            if (copies) {
                copy(connection, records);
            } else {
                insert(connection, records);
            }
        }
    }

    private long nextCommit() {
        return System.nanoTime() + settings.checkpointInterval().toNanos();
    }

    private void copy(Connection connection, long records) throws SQLException {
        CopyManager manager = connection.unwrap(PGConnection.class).getCopyAPI();
        StringBuilder text = new StringBuilder(1 << 16);
        long index = 0;
        while (index < records) {
            long next = nextCommit();
            CopyIn copy = manager.copyIn("COPY events (id, k, v, ts, note) FROM STDIN");
            while (index < records && System.nanoTime() < next) {
                text.setLength(0);
                for (int i = 0; i < ROWS_A_BUFFER && index < records; i++, index++) {
                    Row row = Row.at(index, settings.keys(), index);
                    text.append(row.id())
                            .append('\t')
                            .append(row.k())
                            .append('\t')
                            .append(row.v());
                    text.append('\t')
                            .append(row.ts())
                            .append('\t')
                            .append(row.note())
                            .append('\n');
                }
                byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
                copy.writeToCopy(bytes, 0, bytes.length);
            }
            copy.endCopy();
            connection.commit();
        }
    }

    private void insert(Connection connection, long records) throws SQLException {
        long next = nextCommit();
        try (PreparedStatement statement = connection.prepareStatement(sql())) {
            // As a rewritten batch may not meet a key twice, each batch holds the last row of each key.
            Map<Long, Row> batch = new LinkedHashMap<>();
            int size = 0;
            for (long index = 0; index < records; index++) {
                Row row = Row.at(index, settings.keys(), index);
                batch.put(settings.work() == DatabaseCase.Work.UPSERT ? row.k() : index, row);
                if (++size == BATCH || index == records - 1) {
                    for (Row kept : batch.values()) {
                        statement.setLong(1, kept.id());
                        statement.setLong(2, kept.k());
                        statement.setLong(3, kept.v());
                        statement.setLong(4, kept.ts());
                        statement.setString(5, kept.note());
                        statement.addBatch();
                    }
                    statement.executeBatch();
                    batch.clear();
                    size = 0;
                    if (System.nanoTime() >= next) {
                        connection.commit();
                        next = nextCommit();
                    }
                }
            }
            connection.commit();
        }
    }

    private String sql() {
        String insert = "INSERT INTO events (id, k, v, ts, note) VALUES (?, ?, ?, ?, ?)";
        if (settings.work() == DatabaseCase.Work.APPEND) {
            return insert;
        }
        return settings.database() == DatabaseCase.Database.POSTGRES
                ? insert + " ON CONFLICT (k) DO UPDATE SET id = excluded.id, v = excluded.v, ts = excluded.ts,"
                        + " note = excluded.note"
                : insert + " ON DUPLICATE KEY UPDATE id = VALUES(id), v = VALUES(v), ts = VALUES(ts),"
                        + " note = VALUES(note)";
    }
}
