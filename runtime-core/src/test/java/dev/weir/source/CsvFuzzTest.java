package dev.weir.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.element.OutputTag;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares with a parser that is as plain as RFC 4180 itself: one character after the other, all in memory. */
final class CsvFuzzTest {
    private static final CsvMapper<List<String>> FIELDS = row -> {
        List<String> fields = new ArrayList<>();
        for (int column = 0; column < row.size(); column++) {
            fields.add(row.asString(column));
        }
        return fields;
    };

    @TempDir
    Path directory;

    @Test
    void rowsOnLinesEqualTheReference() throws Exception {
        Random random = new Random(11);
        for (int round = 0; round < 400; round++) {
            String text = randomText(random);
            List<List<String>> expected = new ArrayList<>();
            int malformed = 0;
            for (String line : text.split("\n", -1)) {
                String stripped = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
                List<String> row = stripped.isEmpty() ? null : reference(stripped);
                if (row != null) {
                    expected.add(row);
                } else if (!stripped.isEmpty()) {
                    malformed++;
                }
            }
            check(CsvFormat.withoutHeader(FIELDS), text, 1 + random.nextInt(40), expected, malformed);
        }
    }

    @Test
    void wellFormedRowsWithQuotedNewlinesComeBack() throws Exception {
        Random random = new Random(12);
        for (int round = 0; round < 400; round++) {
            List<List<String>> rows = new ArrayList<>();
            StringBuilder text = new StringBuilder();
            int count = random.nextInt(8);
            for (int index = 0; index < count; index++) {
                List<String> row = new ArrayList<>();
                int columns = 1 + random.nextInt(4);
                for (int column = 0; column < columns; column++) {
                    row.add(randomText(random));
                }
                rows.add(row);
                text.append(encoded(row, random)).append(random.nextBoolean() ? "\n" : "\r\n");
            }
            check(CsvFormat.withoutHeader(FIELDS).withQuotedNewlines(), text.toString(), 1, rows, 0);
        }
    }

    private void check(
            CsvFormat<List<String>> format, String text, int rangeBytes, List<List<String>> rows, int malformed)
            throws Exception {
        Path file = Files.writeString(directory.resolve("a.csv"), text, StandardCharsets.UTF_8);
        FileSource<List<String>> source = FileSource.builder(format)
                .paths(file.toString())
                .rangeBytes(rangeBytes)
                .malformedLinesTo(new OutputTag<>("malformed"))
                .build();
        try (var reader = ReaderHarness.open(source)) {
            assertThat(reader.drain()).as(text).isEqualTo(rows);
            assertThat(reader.sideRecords).as(text).hasSize(malformed);
        }
    }

    private static String randomText(Random random) {
        StringBuilder text = new StringBuilder();
        int size = random.nextInt(30);
        for (int index = 0; index < size; index++) {
            text.append("a1 ,,\"\"\"\n\r\u00E9\u4E16".charAt(random.nextInt(12)));
        }
        return text.toString();
    }

    private static String encoded(List<String> row, Random random) {
        List<String> fields = new ArrayList<>();
        for (String field : row) {
            boolean needsQuotes = (row.size() == 1 && field.isEmpty())
                    || field.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
            fields.add(needsQuotes || random.nextBoolean() ? '"' + field.replace("\"", "\"\"") + '"' : field);
        }
        return String.join(",", fields);
    }

    /** The fields of a line, or null if it is malformed. */
    private static @Nullable List<String> reference(String line) {
        List<String> fields = new ArrayList<>();
        int index = 0;
        while (true) {
            StringBuilder field = new StringBuilder();
            if (index < line.length() && line.charAt(index) == '"') {
                index++;
                while (true) {
                    if (index == line.length()) {
                        return null;
                    }
                    char next = line.charAt(index++);
                    if (next != '"') {
                        field.append(next);
                    } else if (index < line.length() && line.charAt(index) == '"') {
                        field.append('"');
                        index++;
                    } else {
                        break;
                    }
                }
                if (index < line.length() && line.charAt(index) != ',') {
                    return null;
                }
            } else {
                while (index < line.length() && line.charAt(index) != ',') {
                    field.append(line.charAt(index++));
                }
            }
            fields.add(field.toString());
            if (index == line.length()) {
                return fields;
            }
            index++;
        }
    }
}
