package dev.weir.source;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;

/**
 * One row of a CSV file, read in place: valid during {@link CsvMapper#map} only.
 *
 * <p>Columns are known by index, from 0, or by the name in the header. Numbers, booleans and times may stand between
 * spaces; text keeps them. A field that cannot be read makes the row malformed. A name that the header lacks is a fault
 * of the job and fails it.
 */
public final class CsvRow {
    private static final int LONGEST_QUOTATION = 60;

    private final CsvFields fields;
    private final CsvColumns columns;

    CsvRow(CsvFields fields, CsvColumns columns) {
        this.fields = fields;
        this.columns = columns;
    }

    /** Checks the row whose fields were just found. */
    void begin() {
        if (columns.count() != 0 && fields.count() != columns.count()) {
            throw new WeirException(
                    ErrorCode.INVALID_DATA,
                    "the row has " + fields.count() + " columns, the header " + columns.count());
        }
    }

    /** The number of columns. */
    public int size() {
        return fields.count();
    }

    /** Whether the field has no characters. */
    public boolean isEmpty(int column) {
        int index = checked(column);
        return fields.start(index) == fields.end(index);
    }

    public boolean isEmpty(String column) {
        return isEmpty(columns.index(column));
    }

    public String asString(int column) {
        return fields.text(checked(column));
    }

    public String asString(String column) {
        return asString(columns.index(column));
    }

    public long asLong(int column) {
        int index = checked(column);
        long value = CsvNumbers.parseLong(fields.bytes(), fields.start(index), fields.end(index));
        if (value == CsvNumbers.PERHAPS_NO_LONG && !CsvNumbers.isSmallestLong(asString(index))) {
            throw malformed(index, "no whole number of 64 bits");
        }
        return value;
    }

    public long asLong(String column) {
        return asLong(columns.index(column));
    }

    public int asInt(int column) {
        long value = asLong(column);
        if (value != (int) value) {
            throw malformed(column, "no whole number of 32 bits");
        }
        return (int) value;
    }

    public int asInt(String column) {
        return asInt(columns.index(column));
    }

    public double asDouble(int column) {
        int index = checked(column);
        try {
            return CsvNumbers.parseDouble(fields.bytes(), fields.start(index), fields.end(index));
        } catch (NumberFormatException e) {
            throw malformed(index, "no number");
        }
    }

    public double asDouble(String column) {
        return asDouble(columns.index(column));
    }

    public BigDecimal asDecimal(int column) {
        try {
            return new BigDecimal(asString(column).strip());
        } catch (NumberFormatException e) {
            throw malformed(column, "no decimal number");
        }
    }

    public BigDecimal asDecimal(String column) {
        return asDecimal(columns.index(column));
    }

    /** {@code true} or {@code false}, in any case. */
    public boolean asBoolean(int column) {
        String text = asString(column).strip();
        if (text.equalsIgnoreCase("true")) {
            return true;
        }
        if (text.equalsIgnoreCase("false")) {
            return false;
        }
        throw malformed(column, "neither true nor false");
    }

    public boolean asBoolean(String column) {
        return asBoolean(columns.index(column));
    }

    /** A time with its zone as in ISO 8601, for example {@code 2025-01-31T12:00:00Z} or with {@code +02:00}. */
    public Instant asInstant(int column) {
        int index = checked(column);
        Instant value = CsvTimes.parseInstant(fields.bytes(), fields.start(index), fields.end(index));
        if (value == null) {
            throw malformed(index, "no time with a zone as in ISO 8601");
        }
        return value;
    }

    public Instant asInstant(String column) {
        return asInstant(columns.index(column));
    }

    /** A day as in ISO 8601, for example {@code 2025-01-31}. */
    public LocalDate asDate(int column) {
        LocalDate value = CsvTimes.parseDate(asString(column).strip());
        if (value == null) {
            throw malformed(column, "no day as in ISO 8601");
        }
        return value;
    }

    public LocalDate asDate(String column) {
        return asDate(columns.index(column));
    }

    private int checked(int column) {
        if (column < 0) {
            throw new IndexOutOfBoundsException("column " + column);
        }
        if (column >= fields.count()) {
            throw new WeirException(
                    ErrorCode.INVALID_DATA,
                    columns.describe(column) + " is missing: the row has " + fields.count() + " columns");
        }
        return column;
    }

    private WeirException malformed(int column, String reason) {
        String text = fields.text(column);
        String shown = text.length() <= LONGEST_QUOTATION ? text : text.substring(0, LONGEST_QUOTATION) + "...";
        return new WeirException(
                ErrorCode.INVALID_DATA, columns.describe(column) + " is " + reason + ": \"" + shown + "\"");
    }
}
