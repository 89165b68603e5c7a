package dev.weir.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.element.OutputTag;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MalformedLinesTest {
    private static final CsvFormat<Long> AMOUNTS = CsvFormat.withHeader(row -> row.asLong("amount"));
    private static final String CONTENT = "id,amount\n1,10\n2,1x\n3,30\n4\n5,50\n";
    private static final String REMEDY =
            "; correct the line, or let the source leave such lines out (skipMalformedLines) or set them aside"
                    + " (malformedLinesTo)";

    @TempDir
    Path directory;

    private String write(String content) throws IOException {
        return Files.writeString(directory.resolve("a.csv"), content).toString();
    }

    private static <T> void assertFails(FileSource<T> source, ErrorCode code, String message) {
        assertThatThrownBy(() -> ReaderHarness.readAll(source))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessage(message);
    }

    @Test
    void failureNamesFileLineColumnAndText() throws Exception {
        String path = write(CONTENT);
        String message = "Cannot parse line 3 of " + path
                + ": column 2 (amount) is no whole number of 64 bits: \"1x\": \"2,1x\"" + REMEDY;
        assertFails(FileSource.csv(AMOUNTS, path), ErrorCode.INVALID_DATA, message);
        FileSource<Long> ranges =
                FileSource.builder(AMOUNTS).paths(path).rangeBytes(12).build();
        assertFails(ranges, ErrorCode.INVALID_DATA, message);
    }

    @Test
    void failureInGzipNamesTheLineOfTheContent() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(CONTENT.getBytes(StandardCharsets.UTF_8));
        }
        Path path = Files.write(directory.resolve("a.csv.gz"), bytes.toByteArray());
        assertFails(
                FileSource.csv(AMOUNTS, path.toString()),
                ErrorCode.INVALID_DATA,
                "Cannot parse line 3 of " + path + ": column 2 (amount) is no whole number of 64 bits: \"1x\": \"2,1x\""
                        + REMEDY);
    }

    @Test
    void longLineIsShortenedInTheFailure() throws Exception {
        String path = write("x".repeat(5000) + "\n");
        CsvFormat<Long> format = CsvFormat.withoutHeader(row -> row.asLong(0));
        assertFails(
                FileSource.csv(format, path),
                ErrorCode.INVALID_DATA,
                "Cannot parse line 1 of " + path + ": column 1 (index 0) is no whole number of 64 bits: \""
                        + "x".repeat(60) + "...\": \"" + "x".repeat(200) + "...\"" + REMEDY);
    }

    @Test
    void skippedLinesAreCounted() throws Exception {
        FileSource<Long> source = FileSource.builder(AMOUNTS)
                .paths(write(CONTENT))
                .skipMalformedLines()
                .build();
        try (var reader = ReaderHarness.open(source)) {
            assertThat(reader.drain()).containsExactly(10L, 30L, 50L);
            assertThat(reader.counter("malformedRecords")).isEqualTo(2);
        }
    }

    @Test
    void setAsideLinesAreCounted() throws Exception {
        String path = write(CONTENT);
        FileSource<Long> source = FileSource.builder(AMOUNTS)
                .paths(path)
                .malformedLinesTo(new OutputTag<>("malformed"))
                .build();
        try (var reader = ReaderHarness.open(source)) {
            assertThat(reader.drain()).containsExactly(10L, 30L, 50L);
            assertThat(reader.sideRecords)
                    .containsExactly(
                            new MalformedLine(
                                    path, 15, "2,1x", "column 2 (amount) is no whole number of 64 bits: \"1x\""),
                            new MalformedLine(path, 25, "4", "the row has 1 columns, the header 2"));
            assertThat(reader.counter("malformedRecords")).isEqualTo(2);
        }
    }

    @Test
    void lineThatIsNoUtf8IsMalformed() throws Exception {
        Path path = Files.write(
                directory.resolve("latin1"), "gut\nGr\u00FC\u00DFe\n".getBytes(StandardCharsets.ISO_8859_1));
        assertFails(
                FileSource.lines(path.toString()),
                ErrorCode.INVALID_DATA,
                "Cannot parse line 2 of " + path + ": byte 3 of the line, 0xFC, is no UTF-8: \"Gr\uFFFD\uFFFDe\""
                        + REMEDY);
    }

    @Test
    void lineThatIsTooLongIsMalformed() throws Exception {
        String path = write("short\n" + "y".repeat(3000) + "\nshort too\n");
        FileSource<String> source = FileSource.builder(TextLines.INSTANCE)
                .paths(path)
                .maxLineBytes(2000)
                .skipMalformedLines()
                .build();
        assertThat(ReaderHarness.readAll(source)).containsExactly("short", "short too");
        assertFails(
                FileSource.builder(TextLines.INSTANCE)
                        .paths(path)
                        .maxLineBytes(2000)
                        .build(),
                ErrorCode.INVALID_DATA,
                "Cannot parse line 2 of " + path + ": the line is longer than 2000 bytes: \"" + "y".repeat(200)
                        + "...\"" + REMEDY);
    }

    @Test
    void rejectionByTheMapperIsMalformed() throws Exception {
        CsvFormat<Long> format = CsvFormat.withHeader(row -> {
            if (row.asInt("id") == 2) {
                throw new IllegalArgumentException("two is taken");
            }
            return row.asLong("id");
        });
        FileSource<Long> source = FileSource.builder(format)
                .paths(write("id\n1\n2\n3\n"))
                .skipMalformedLines()
                .build();
        assertThat(ReaderHarness.readAll(source)).containsExactly(1L, 3L);
    }

    @Test
    void defectOfTheMapperFailsTheJobWhateverThePolicy() throws Exception {
        CsvFormat<Long> format = CsvFormat.withHeader(row -> {
            throw new IllegalStateException("oops");
        });
        String path = write("id\n1\n");
        assertFails(
                FileSource.builder(format).paths(path).skipMalformedLines().build(),
                ErrorCode.USER_FUNCTION,
                "Cannot parse line 2 of " + path
                        + ": the parser failed: java.lang.IllegalStateException: oops; correct the parser");
    }

    @Test
    void columnThatTheHeaderLacksFailsTheJobWhateverThePolicy() throws Exception {
        String path = write("id,sum\n1,2\n");
        assertFails(
                FileSource.builder(AMOUNTS).paths(path).skipMalformedLines().build(),
                ErrorCode.INVALID_JOB,
                "Cannot read column \"amount\" of " + path
                        + ": there is no such column: id, sum; correct the name or the header");
    }

    @Test
    void snapshotLiesBehindSkippedLines() throws Exception {
        String path = write("x\n".repeat(600) + "7\n");
        FileSource<Long> source = FileSource.builder(CsvFormat.<Long>withoutHeader(row -> row.asLong(0)))
                .paths(path)
                .skipMalformedLines()
                .build();
        try (var reader = ReaderHarness.open(source)) {
            assertThat(reader.poll()).isEqualTo(PollStatus.MORE);
            assertThat(reader.snapshot()).extracting(FileSource.Split::offset).containsExactly(1024L);
            assertThat(reader.drain()).containsExactly(7L);
        }
    }
}
