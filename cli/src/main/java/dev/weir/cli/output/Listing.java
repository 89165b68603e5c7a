package dev.weir.cli.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Rows under named columns. A value is a text, a whole number, an {@link Instant} or a {@link Duration}; JSON has the latter
 * as ISO 8601.
 */
public final class Listing {
    private static final String GAP = "  ";

    private final String nothing;
    private final List<String> columns;
    private final List<List<Object>> rows = new ArrayList<>();

    /** @param nothing what a table without rows says */
    public Listing(String nothing, String... columns) {
        this.nothing = nothing;
        this.columns = List.of(columns);
    }

    /** Adds a row with a value for each column. */
    public Listing row(Object... values) {
        if (values.length != columns.size()) {
            throw new IllegalArgumentException(values.length + " values for columns " + columns);
        }
        rows.add(List.of(values));
        return this;
    }

    String asTable() {
        if (rows.isEmpty()) {
            return nothing + "\n";
        }
        StringBuilder text = new StringBuilder();
        line(columns.stream().map(name -> name.toUpperCase(Locale.ROOT)).toList(), text);
        for (List<Object> row : rows) {
            line(row.stream().map(Listing::words).toList(), text);
        }
        return text.toString();
    }

    private void line(List<String> cells, StringBuilder text) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            String padding = " ".repeat(width(column) - cells.get(column).length());
            line.append(isNumeric(column) ? padding + cells.get(column) : cells.get(column) + padding);
            line.append(GAP);
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }

    private int width(int column) {
        return Math.max(
                columns.get(column).length(),
                rows.stream()
                        .mapToInt(row -> words(row.get(column)).length())
                        .max()
                        .orElse(0));
    }

    private boolean isNumeric(int column) {
        return !rows.isEmpty() && rows.stream().allMatch(row -> row.get(column) instanceof Number);
    }

    /** One row as lines of name and value. */
    public static String asDetails(List<String> names, List<Object> values) {
        int width = names.stream().mapToInt(String::length).max().orElse(0);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < names.size(); i++) {
            text.append(names.get(i))
                    .append(" ".repeat(width - names.get(i).length()))
                    .append(GAP)
                    .append(words(values.get(i)))
                    .append('\n');
        }
        return text.toString();
    }

    private static String words(Object value) {
        if (value instanceof Duration age) {
            return words(age);
        }
        if (value instanceof Instant instant) {
            return instant.truncatedTo(ChronoUnit.SECONDS).toString();
        }
        return value.toString().isEmpty() ? "-" : value.toString();
    }

    /** The two largest units, such as {@code 3 h 20 min}. */
    private static String words(Duration age) {
        if (age.isNegative()) {
            return "0 s";
        }
        if (age.toDays() > 0) {
            return age.toDays() + " d " + age.toHoursPart() + " h";
        }
        if (age.toHours() > 0) {
            return age.toHours() + " h " + age.toMinutesPart() + " min";
        }
        return age.toMinutes() > 0 ? age.toMinutes() + " min " + age.toSecondsPart() + " s" : age.toSeconds() + " s";
    }

    String asJson() {
        StringWriter text = new StringWriter();
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
        try (JsonGenerator json = new JsonFactory().createGenerator(text).setPrettyPrinter(printer)) {
            json.writeStartArray();
            for (List<Object> row : rows) {
                json.writeStartObject();
                for (int column = 0; column < columns.size(); column++) {
                    json.writeFieldName(columns.get(column));
                    write(row.get(column), json);
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.append('\n').toString();
    }

    private static void write(Object value, JsonGenerator json) throws IOException {
        if (value instanceof Number number) {
            json.writeNumber(number.longValue());
        } else {
            json.writeString(value.toString());
        }
    }
}
