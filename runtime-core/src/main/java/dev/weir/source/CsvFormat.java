package dev.weir.source;

import org.jspecify.annotations.Nullable;

/**
 * CSV as in RFC 4180: fields between separators; a field that begins with a quote ends with one and may contain
 * separators and doubled quotes. A quote inside a field that does not begin with one stands for itself. Spaces belong to
 * a field. Blank lines are left out. Line ends inside quotes need {@link #withQuotedNewlines}.
 *
 * <p>A row is malformed if its quotes are not closed, if text follows a closing quote, if the number of its fields
 * differs from the header's, or if the mapper finds a field that it cannot read.
 *
 * <p>Immutable: each {@code with} returns another format.
 *
 * @param <T> records
 */
public final class CsvFormat<T> implements LineFormat<T> {
    private final CsvDialect dialect;
    private final CsvMapper<T> mapper;

    private CsvFormat(CsvDialect dialect, CsvMapper<T> mapper) {
        this.dialect = dialect;
        this.mapper = mapper;
    }

    /** The first line of each file names the columns, so that a mapper may ask for them by name. */
    public static <T> CsvFormat<T> withHeader(CsvMapper<T> mapper) {
        return new CsvFormat<>(CsvDialect.rfc4180(true), mapper);
    }

    /** Every line is a row, and columns are known by index. */
    public static <T> CsvFormat<T> withoutHeader(CsvMapper<T> mapper) {
        return new CsvFormat<>(CsvDialect.rfc4180(false), mapper);
    }

    /** One ASCII character; a comma unless told. */
    public CsvFormat<T> withSeparator(char separator) {
        return new CsvFormat<>(dialect.withSeparator(separator), mapper);
    }

    /** One ASCII character; a double quote unless told. */
    public CsvFormat<T> withQuote(char quote) {
        return new CsvFormat<>(dialect.withQuote(quote), mapper);
    }

    /** Takes quotes as any other character. */
    public CsvFormat<T> withoutQuotes() {
        return new CsvFormat<>(dialect.withoutQuotes(), mapper);
    }

    /** Allows line ends inside quotes. Files are then never cut into ranges, since a range cannot know where rows begin. */
    public CsvFormat<T> withQuotedNewlines() {
        return new CsvFormat<>(dialect.withQuotedNewlines(), mapper);
    }

    @Override
    public LineParser<T> createParser(FileHeader header) {
        return CsvParser.create(dialect, mapper, header);
    }

    @Override
    public int headerLines() {
        return dialect.header() ? 1 : 0;
    }

    @Nullable
    QuotedNewlines quotedNewlines() {
        return dialect.quotedNewlines() ? new QuotedNewlines((byte) dialect.separator(), (byte) dialect.quote()) : null;
    }
}
