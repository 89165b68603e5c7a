package dev.weir.source;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses the rows of one CSV file with one reused {@link CsvRow}. */
final class CsvParser<T> implements LineParser<T> {
    private final CsvMapper<T> mapper;
    private final CsvFields fields;
    private final CsvRow row;

    private CsvParser(CsvMapper<T> mapper, CsvFields fields, CsvRow row) {
        this.mapper = mapper;
        this.fields = fields;
        this.row = row;
    }

    static <T> CsvParser<T> create(CsvDialect dialect, CsvMapper<T> mapper, FileHeader header) {
        CsvFields fields = new CsvFields(dialect);
        CsvColumns columns = new CsvColumns(header.path(), names(fields, header));
        return new CsvParser<>(mapper, fields, new CsvRow(fields, columns));
    }

    private static List<String> names(CsvFields fields, FileHeader header) {
        List<String> names = new ArrayList<>();
        for (String line : header.lines()) {
            byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
            try {
                fields.split(bytes, 0, bytes.length);
            } catch (WeirException e) {
                throw new WeirException(
                        ErrorCode.INVALID_DATA,
                        "Cannot parse the header of " + header.path() + ": " + e.getMessage() + ": \"" + line
                                + "\"; correct the header",
                        e);
            }
            for (int column = 0; column < fields.count(); column++) {
                names.add(fields.text(column));
            }
        }
        return names;
    }

    @Override
    public @Nullable T parse(byte[] bytes, int offset, int length, long position) throws Exception {
        if (length == 0) {
            return null;
        }
        fields.split(bytes, offset, length);
        row.begin();
        return mapper.map(row);
    }
}
