package dev.weir.jdbc;

import dev.weir.sink.UnitRecords;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Records that wait for the user's statement. */
final class StatementRecords<T> implements RecordBatch<T> {
    private static final int LONGEST_RECORD_SHOWN = 200;

    private final StatementTarget<T> target;
    private final List<T> records = new ArrayList<>();

    StatementRecords(StatementTarget<T> target) {
        this.target = target;
    }

    @Override
    public void add(T record) {
        records.add(record);
    }

    @Override
    public boolean isFull() {
        return records.size() >= target.batchSize();
    }

    @Override
    public int size() {
        return records.size();
    }

    @Override
    public void clear() {
        records.clear();
    }

    @Override
    public Feed feed(UnitRecords<T> source) {
        Iterator<T> left = source.iterator();
        return () -> {
            while (!isFull() && left.hasNext()) {
                records.add(left.next());
            }
            return !records.isEmpty();
        };
    }

    @Override
    public void write(Connection connection, int from, int to) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(target.sql())) {
            if (to - from == 1) {
                bind(statement, records.get(from));
                statement.executeUpdate();
                return;
            }
            for (T record : records.subList(from, to)) {
                bind(statement, record);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private void bind(PreparedStatement statement, T record) throws SQLException {
        try {
            target.binder().bind(statement, record);
        } catch (RuntimeException e) {
            throw RecordTarget.userFailure(target.description(), record, e);
        }
    }

    @Override
    public boolean blames(SqlFailure failure) {
        return failure.isFaultOfRecord();
    }

    /** Only shown: what the binder made of the record is not known. */
    @Override
    public RefusedRecord refused(int index) {
        LetterColumns.LetterColumn record = new LetterColumns.LetterColumn(
                "record", "value", ValueType.STRING.name(), String.valueOf(records.get(index)));
        return new RefusedRecord(target.sql(), DeadLetter.STATEMENT, LetterColumns.toJson(List.of(record)), "");
    }

    @Override
    public String shown(int index) {
        String text = String.valueOf(records.get(index));
        return text.length() <= LONGEST_RECORD_SHOWN ? text : text.substring(0, LONGEST_RECORD_SHOWN) + "...";
    }
}
