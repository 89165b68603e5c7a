package dev.weir.jdbc;

import dev.weir.codec.Codec;
import dev.weir.codec.CodecRegistry;
import dev.weir.function.FilterFunction;
import dev.weir.function.MapFunction;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a table by a mapping of columns: inserted, upserted or deleted.
 *
 * @param table where they go, or null if each record says it
 * @param tableOf how a record says it
 * @param columns all, keys first
 * @param keyCount how many of them are the key; 0 for an insert
 * @param version the column behind the keys, if it keeps older values from overwriting newer ones; or null
 * @param writes what its rows may do
 * @param deletes which records delete the row of their key, or null for none
 * @param positionOf how a record tells where it came from, or null if it does not
 * @param batchSize how many rows go to the server at once
 */
record TableTarget<T>(
        @Nullable TableName table,
        @Nullable MapFunction<T, String> tableOf,
        List<Column<T>> columns,
        int keyCount,
        @Nullable String version,
        Writes writes,
        @Nullable FilterFunction<T> deletes,
        @Nullable MapFunction<T, String> positionOf,
        int batchSize)
        implements RecordTarget<T> {

    TableTarget {
        columns = List.copyOf(columns);
    }

    /** What rows may do to a table. */
    enum Writes {
        INSERT,
        UPSERT,
        UPSERT_AND_DELETE,
        DELETE;

        boolean isUpsert() {
            return this == UPSERT || this == UPSERT_AND_DELETE;
        }

        boolean isDelete() {
            return this == DELETE || this == UPSERT_AND_DELETE;
        }
    }

    /** One column and where its value comes from. */
    record Column<T>(String name, ColumnValue<T> value) {}

    @Override
    public String description() {
        return table == null ? "the table that each record names" : "table " + table;
    }

    List<String> keyNames() {
        return columnNames().subList(0, keyCount);
    }

    List<String> valueNames() {
        return columnNames().subList(keyCount, columns.size());
    }

    List<String> columnNames() {
        return columns.stream().map(Column::name).toList();
    }

    /** Names the form of its rows. */
    String form() {
        String keys = keyNames().stream().map(name -> name + " key").collect(Collectors.joining(","));
        String values = String.join(",", valueNames());
        return (table == null ? "*" : table) + "(" + keys + (keys.isEmpty() || values.isEmpty() ? "" : ",") + values
                + ")";
    }

    boolean deletes(T record) {
        if (deletes == null) {
            return writes == Writes.DELETE;
        }
        try {
            return deletes.filter(record);
        } catch (Exception e) {
            throw userFailure("deleteWhen", record, e);
        }
    }

    @Nullable
    String tableOf(T record) {
        return tableOf == null ? null : map(tableOf, "table", record);
    }

    @Nullable
    String positionOf(T record) {
        return positionOf == null ? null : map(positionOf, "sourcePosition", record);
    }

    private String map(MapFunction<T, String> function, String name, T record) {
        try {
            return String.valueOf(function.map(record));
        } catch (Exception e) {
            throw userFailure(name, record, e);
        }
    }

    private RuntimeException userFailure(String function, T record, Exception e) {
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return RecordTarget.userFailure(description() + " (" + function + ")", record, e);
    }

    @Override
    public Codec<T> codec(CodecRegistry registry) {
        return new RowCodec<>(this);
    }

    /** It makes multi-row statements itself, since it has to keep rows of the same key apart. */
    @Override
    public ConnectionSettings.SessionNeeds needs() {
        return new ConnectionSettings.SessionNeeds(false, true);
    }

    @Override
    public void check(TargetCheck check) throws SQLException {
        if (table != null) {
            check.table(layout(table), writes, description());
        }
    }

    TableLayout layout(TableName name) {
        return new TableLayout(name, keyNames(), valueNames(), version);
    }

    @Override
    public void probe(DestinationProbe probe) throws SQLException {
        if (table != null) {
            probe.table(table);
            if (writes.isUpsert()) {
                probe.uniqueKey(layout(table));
            }
        }
    }

    /** Also old ones that a process writes which has been replaced long ago: so a key alone does not do. */
    @Override
    public boolean isIdempotent() {
        return version != null;
    }

    @Override
    public RecordBatch<T> newBatch(Dialect dialect) {
        return new RowRecords<>(this, dialect);
    }
}
