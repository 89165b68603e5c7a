package dev.weir.jdbc;

import dev.weir.codec.ByteReader;
import dev.weir.codec.ByteWriter;
import dev.weir.codec.Codec;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.jdbc.TableTarget.Column;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns a record into the row that is to be written, while it is written to the sink: so the commit needs neither the
 * record's class nor the user's functions.
 *
 * <p>A row is a byte of flags, then the table's name and the source position where the flags say so, then the values, the
 * key's first; a row that is to be deleted ends with the key.
 *
 * <p><b>Threading:</b> one thread at a time.
 */
final class RowCodec<T> implements Codec<T> {
    /** Changes whenever the form of rows does. */
    private static final int FORMAT = 1;

    private final TableTarget<T> target;
    private final List<Column<T>> columns;
    /** What the values of each column were last: nearly always the same class. */
    private final Class<?>[] lastClasses;

    private final ValueType[] lastTypes;

    RowCodec(TableTarget<T> target) {
        this.target = target;
        this.columns = target.columns();
        this.lastClasses = new Class<?>[columns.size()];
        this.lastTypes = new ValueType[columns.size()];
    }

    @Override
    public void encode(T record, ByteWriter out) {
        boolean deletes = target.deletes(record);
        String table = target.tableOf(record);
        String position = target.positionOf(record);
        out.writeByte(RowCursor.flags(deletes, table, position));
        if (table != null) {
            out.writeString(table);
        }
        if (position != null) {
            out.writeString(position);
        }
        int count = deletes ? target.keyCount() : columns.size();
        for (int i = 0; i < count; i++) {
            encodeColumn(i, record, out);
        }
    }

    private void encodeColumn(int index, T record, ByteWriter out) {
        Column<T> column = columns.get(index);
        Object value = value(column, record);
        if (value == null) {
            out.writeByte(ValueType.NULL.tag());
            return;
        }
        ValueType type = value.getClass() == lastClasses[index] ? lastTypes[index] : remember(index, value);
        out.writeByte(type.tag());
        type.encode(value, out);
    }

    private @Nullable Object value(Column<T> column, T record) {
        try {
            return column.value().of(record);
        } catch (RuntimeException e) {
            throw RecordTarget.userFailure(describe(column), record, e);
        }
    }

    private ValueType remember(int index, Object value) {
        ValueType type = ValueType.of(value.getClass());
        if (type == null) {
            throw new WeirException(
                    ErrorCode.INVALID_JOB,
                    "Cannot write a record to " + describe(columns.get(index)) + ": a value of "
                            + value.getClass().getName() + " has no SQL form"
                            + "; map the column to a number, a string, a byte array, a UUID or a type of java.time");
        }
        if (columns.get(index).name().equals(target.version()) && !RowVersion.isOrdered(type)) {
            throw new WeirException(
                    ErrorCode.INVALID_JOB,
                    "Cannot write a record to " + describe(columns.get(index)) + ": a version cannot be a "
                            + value.getClass().getName() + "; take a whole number or a time");
        }
        lastClasses[index] = value.getClass();
        lastTypes[index] = type;
        return type;
    }

    private String describe(Column<T> column) {
        return "column \"" + column.name() + "\" of " + target.description();
    }

    /** Never needed: a row is sent as it is. */
    @Override
    public T decode(ByteReader in) {
        throw new WeirException(
                ErrorCode.INTERNAL,
                "Cannot decode a row of " + target.description() + ": rows are only written; report this as a defect");
    }

    @Override
    public String fingerprint() {
        return "jdbc-rows-" + FORMAT + ":" + target.form();
    }

    @Override
    public Codec<T> duplicate() {
        return new RowCodec<>(target);
    }
}
