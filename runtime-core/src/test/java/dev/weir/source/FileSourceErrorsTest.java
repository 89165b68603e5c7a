package dev.weir.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileSourceErrorsTest {
    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = directory.resolve("a.txt");
    }

    private static void assertFails(ThrowingCallable call, ErrorCode code, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessage(message);
    }

    private FileSource.Split planned(String content) throws Exception {
        Files.writeString(file, content);
        return ReaderHarness.plan(source(), 1).get(0);
    }

    private FileSource<String> source() {
        return FileSource.lines(file.toString());
    }

    private void restore(FileSource.Split split) throws Exception {
        ReaderHarness.readAll(source(), List.of(split));
    }

    private static byte[] gzip(String content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void missingFileFailsAtPlanning() {
        assertFails(
                () -> ReaderHarness.plan(source(), 1),
                ErrorCode.SOURCE,
                "Cannot read " + file + ": there is no such file or directory; correct the path or put the file there");
    }

    @Test
    void fileNamedGzipThatIsNoneFailsAtPlanning() throws IOException {
        Path plain = Files.writeString(directory.resolve("a.gz"), "plain");
        assertFails(
                () -> ReaderHarness.plan(FileSource.lines(plain.toString()), 1),
                ErrorCode.SOURCE,
                "Cannot read " + plain
                        + ": its name ends in .gz but its content is not gzip; rename the file or compress it");
    }

    @Test
    void vanishedFileFailsAtTheStart() throws Exception {
        FileSource.Split split = planned("one\ntwo\n").at(4);
        Files.delete(file);
        assertFails(
                () -> restore(split),
                ErrorCode.SOURCE,
                "Cannot continue reading " + file
                        + " at byte 4: the file is gone; put the same file back, or start the job afresh");
    }

    @Test
    void shorterFileFailsAtTheStart() throws Exception {
        FileSource.Split split = planned("one\ntwo\n").at(4);
        Files.writeString(file, "one\n");
        assertFails(
                () -> restore(split),
                ErrorCode.INVALID_DATA,
                "Cannot continue reading " + file + " at byte 4: the file became shorter: 4 bytes, 8 when the job was"
                        + " planned; put the same file back, or start the job afresh");
    }

    @Test
    void replacedFileFailsAtTheStart() throws Exception {
        FileSource.Split split = planned("one\ntwo\n").at(4);
        Files.writeString(file, "ONE\ntwo\nthree\n");
        assertFails(
                () -> restore(split),
                ErrorCode.INVALID_DATA,
                "Cannot continue reading " + file
                        + " at byte 4: another file has taken its place: its first bytes differ"
                        + " from when the job was planned; put the same file back, or start the job afresh");
    }

    @Test
    void grownFileIsTheSameFile() throws Exception {
        FileSource.Split split = planned("one\ntwo\n").at(4);
        Files.writeString(file, "one\ntwo\nthree\n");
        assertThat(ReaderHarness.readAll(source(), List.of(split))).containsExactly("two");
    }

    @Test
    void truncatedGzipFails() throws Exception {
        byte[] whole = gzip("line\n".repeat(100_000) + Math.PI);
        Files.write(file, Arrays.copyOf(whole, whole.length - 10));
        assertThatThrownBy(() -> ReaderHarness.readAll(source()))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_DATA))
                .hasMessageMatching("Cannot decompress " + file + ": the content is damaged behind byte \\d+ of the"
                        + " decompressed text: Unexpected end of ZLIB input stream; replace the file by a good one");
    }

    @Test
    void gzipThatEndsBeforeTheOffsetFails() throws Exception {
        Files.write(file, gzip("one\ntwo\n"));
        FileSource.Split split = ReaderHarness.plan(source(), 1).get(0).at(9);
        assertFails(
                () -> restore(split),
                ErrorCode.INVALID_DATA,
                "Cannot continue reading " + file
                        + " at byte 9: its decompressed content ends before; put the same file"
                        + " back, or start the job afresh");
    }

    @Test
    void allFaultsOfTheSettingsAreReportedTogether() {
        assertFails(
                () -> FileSource.builder(TextLines.INSTANCE)
                        .paths(" ")
                        .rangeBytes(0)
                        .maxLineBytes(10)
                        .build(),
                ErrorCode.INVALID_JOB,
                "Cannot build a file source: a path is blank; rangeBytes is 0, 1 is the least; maxLineBytes is 10, 1024 to"
                        + " 1073741824 are possible; correct these settings");
        assertFails(
                FileSource::lines,
                ErrorCode.INVALID_JOB,
                "Cannot build a file source: no path is given; correct these settings");
    }
}
