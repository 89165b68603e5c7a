package dev.weir.jdbc;

import dev.weir.sink.UnitRecords;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Encoded rows that wait for their tables. */
final class RowRecords<T> implements RecordBatch<T> {
    private static final int MOST_BYTES = 1 << 20;
    private static final int LONGEST_VALUE_SHOWN = 200;

    private final TableTarget<T> target;
    private final Dialect dialect;
    private final RowCodec<T> codec;
    private final RowBatch rows = new RowBatch();
    private final RowCursor cursor = new RowCursor();
    private final Map<String, TableWriter> writers = new HashMap<>();

    RowRecords(TableTarget<T> target, Dialect dialect) {
        this.target = target;
        this.dialect = dialect;
        this.codec = new RowCodec<>(target);
    }

    @Override
    public void add(T record) {
        codec.encode(record, rows.bytes());
        rows.rowAdded();
    }

    @Override
    public boolean isFull() {
        return rows.size() >= target.batchSize() || rows.byteCount() >= MOST_BYTES;
    }

    @Override
    public int size() {
        return rows.size();
    }

    @Override
    public void clear() {
        rows.clear();
    }

    @Override
    public Feed feed(UnitRecords<T> source) {
        UnitRecords.Encoded encoded = source.encoded();
        return () -> {
            while (!isFull() && encoded.next()) {
                rows.add(encoded.array(), encoded.offset(), encoded.length());
            }
            return rows.size() > 0;
        };
    }

    @Override
    public void write(Connection connection, int from, int to) throws SQLException {
        if (target.table() != null) {
            RowSelection all = new RowSelection(rows, to - from);
            for (int row = from; row < to; row++) {
                all.add(row);
            }
            writer(connection, "").write(connection, all);
            return;
        }
        Map<String, RowSelection> byTable = new LinkedHashMap<>();
        for (int row = from; row < to; row++) {
            byTable.computeIfAbsent(cursor.to(rows, row).table(), name -> new RowSelection(rows, to - from))
                    .add(row);
        }
        for (Map.Entry<String, RowSelection> table : byTable.entrySet()) {
            writer(connection, table.getKey()).write(connection, table.getValue());
        }
    }

    private TableWriter writer(Connection connection, String name) throws SQLException {
        TableWriter known = writers.get(name);
        if (known == null) {
            TableName table = target.table() == null ? TableName.parse(name) : target.table();
            known = dialect.tableWriter(connection, target.layout(table));
            writers.put(name, known);
        }
        return known;
    }

    /** A table that a record names and that does not exist is the record's fault. */
    @Override
    public boolean blames(SqlFailure failure) {
        return failure.isFaultOfRecord() || (target.table() == null && failure.isMissingTable());
    }

    @Override
    public RefusedRecord refused(int index) {
        cursor.to(rows, index);
        List<LetterColumns.LetterColumn> columns = new ArrayList<>();
        SqlText value = new SqlText(SqlText.Escapes.NONE, dialect.utcSuffix());
        for (int column = 0; cursor.hasValue(); column++) {
            value.clear();
            ValueType type = cursor.next();
            type.text(cursor.values(), value);
            String name = target.columns().get(column).name();
            String role = column < target.keyCount() ? "key" : name.equals(target.version()) ? "version" : "value";
            columns.add(new LetterColumns.LetterColumn(
                    name, role, type.name(), type == ValueType.NULL ? null : value.toString()));
        }
        String operation =
                cursor.deletes() ? DeadLetter.DELETE : target.keyCount() == 0 ? DeadLetter.INSERT : DeadLetter.UPSERT;
        String table = target.table() == null ? cursor.table() : target.table().text();
        return new RefusedRecord(table, operation, LetterColumns.toJson(columns), cursor.position());
    }

    @Override
    public String shown(int index) {
        cursor.to(rows, index);
        StringBuilder text = new StringBuilder(cursor.table().isEmpty() ? "" : "table " + cursor.table() + ", ");
        SqlText value = new SqlText(SqlText.Escapes.NONE, "Z");
        for (int column = 0; cursor.hasValue(); column++) {
            value.clear();
            cursor.next().text(cursor.values(), value);
            String shown = value.toString();
            text.append(column == 0 ? "" : ", ")
                    .append(target.columns().get(column).name())
                    .append('=')
                    .append(
                            shown.length() <= LONGEST_VALUE_SHOWN
                                    ? shown
                                    : shown.substring(0, LONGEST_VALUE_SHOWN) + "...");
        }
        return text.toString();
    }
}
