package dev.weir.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileSourceTest {
    @TempDir
    Path directory;

    private String write(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content).toString();
    }

    private String writeGzip(String name, String... members) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String member : members) {
            try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
                out.write(member.getBytes(StandardCharsets.UTF_8));
            }
        }
        return Files.write(directory.resolve(name), bytes.toByteArray()).toString();
    }

    private static String numbered(String prefix, int count) {
        StringBuilder text = new StringBuilder();
        for (int line = 0; line < count; line++) {
            text.append(prefix).append(line).append('\n');
        }
        return text.toString();
    }

    private static List<String> linesOf(String text) {
        return text.lines().toList();
    }

    @Test
    void readsLinesOfAFile() throws Exception {
        String path = write("a.txt", "\uFEFFGrüße\r\n\nlast");
        assertThat(ReaderHarness.readAll(FileSource.lines(path))).containsExactly("Grüße", "", "last");
    }

    @Test
    void emptyFilesHaveNoRecords() throws Exception {
        FileSource<String> source = FileSource.lines(write("a.txt", ""), write("b.txt.gz", ""), writeGzip("c.gz", ""));
        try (var reader = ReaderHarness.open(source)) {
            assertThat(reader.drain()).isEmpty();
            assertThat(reader.finishedSplits).hasSize(3);
            assertThat(reader.snapshot()).isEmpty();
        }
    }

    @Test
    void readerWithoutSplitsEnds() throws Exception {
        FileSource<String> source = FileSource.lines(write("a.txt", "a"));
        assertThat(ReaderHarness.readAll(source, List.of())).isEmpty();
    }

    @Test
    void readsGzipByItsContentAndAllItsMembers() throws Exception {
        String named = writeGzip("a.txt.gz", "1\n2\n", "3\n", "4");
        String unnamed = writeGzip("b.log", "5\n6\n");
        assertThat(ReaderHarness.readAll(FileSource.lines(named))).containsExactly("1", "2", "3", "4");
        assertThat(ReaderHarness.readAll(FileSource.lines(unnamed))).containsExactly("5", "6");
    }

    @Test
    void readsManyFilesInTurns() throws Exception {
        for (int file = 0; file < 40; file++) {
            write("part-%02d.txt".formatted(file), numbered(file + ":", 2000));
        }
        try (var reader = ReaderHarness.open(FileSource.lines(directory.toString()))) {
            int polls = 0;
            while (reader.poll() != PollStatus.END) {
                if (++polls == 96) {
                    // Three turns each: as many files as may be open, each as far as the others.
                    assertThat(reader.recordsOfSplit.values()).hasSize(32).allMatch(lines -> lines.size() == 3 * 512);
                }
            }
            assertThat(reader.records).hasSize(80_000);
            assertThat(reader.recordsOfSplit).hasSize(40);
            for (int file = 0; file < 40; file++) {
                String path = directory.resolve("part-%02d.txt".formatted(file)) + "@0";
                assertThat(reader.recordsOfSplit.get(path)).isEqualTo(linesOf(numbered(file + ":", 2000)));
            }
        }
    }

    @Test
    void readsRangesOfOneFileInOrder() throws Exception {
        String text = numbered("line ", 10_000);
        String path = write("a.txt", text);
        FileSource<String> source = FileSource.builder(TextLines.INSTANCE)
                .paths(path)
                .rangeBytes(20_000)
                .build();
        List<FileSource.Split> splits = ReaderHarness.plan(source, 4);
        assertThat(splits)
                .hasSizeGreaterThan(4)
                .extracting(FileSource.Split::splitId)
                .doesNotHaveDuplicates();
        assertThat(splits.stream().mapToLong(FileSource.Split::weight).sum()).isEqualTo(text.length());
        List<FileSource.Split> shuffled = new ArrayList<>(splits);
        Collections.reverse(shuffled);
        assertThat(ReaderHarness.readAll(source, shuffled)).isEqualTo(linesOf(text));
    }

    @Test
    void rangesOfOneFileAreOneSequenceInEventTime() throws Exception {
        String path = write("a.txt", numbered("line ", 2000));
        String other = write("b.txt", "other\n");
        FileSource<String> source = FileSource.builder(TextLines.INSTANCE)
                .paths(path, other)
                .rangeBytes(5000)
                .build();
        List<FileSource.Split> splits = ReaderHarness.plan(source, 1);
        assertThat(splits).hasSize(5);
        // As after a restore: the first range is read already.
        try (var reader = ReaderHarness.open(source, splits.subList(1, 5))) {
            assertThat(reader.finishedSplits).containsExactly(path + "@10000", path + "@15000");
            reader.drain();
            assertThat(reader.recordsOfSplit).containsOnlyKeys(path + "@5000", other + "@0");
            assertThat(reader.finishedSplits)
                    .containsExactly(path + "@10000", path + "@15000", other + "@0", path + "@5000");
        }
    }

    @Test
    void rangeWithoutALineBeginningReadsNothingBehindItself() throws Exception {
        String path = write("a.txt", "x".repeat(100_000));
        FileSource<String> source = FileSource.builder(TextLines.INSTANCE)
                .paths(path)
                .rangeBytes(1000)
                .build();
        List<FileSource.Split> splits = ReaderHarness.plan(source, 1);
        assertThat(ReaderHarness.readAll(source, splits.subList(1, 100))).isEmpty();
        assertThat(ReaderHarness.readAll(source, splits.subList(0, 1))).containsExactly("x".repeat(100_000));
    }

    @Test
    void lineBelongsToTheRangeInWhichItBegins() throws Exception {
        for (String content : List.of(
                "one\ntwo\r\n\nfour\n", "\n\n\n", "no end", "a\r\n\r\nb", "\uFEFFone\ntwo\n", "\uFEFF\nx", "ä\nö\nü")) {
            String path = write("a.txt", content);
            List<String> whole = ReaderHarness.readAll(FileSource.lines(path));
            int size = content.getBytes(StandardCharsets.UTF_8).length;
            for (int rangeBytes = 1; rangeBytes <= size; rangeBytes++) {
                FileSource<String> source = FileSource.builder(TextLines.INSTANCE)
                        .paths(path)
                        .rangeBytes(rangeBytes)
                        .build();
                List<String> joined = new ArrayList<>();
                for (FileSource.Split split : ReaderHarness.plan(source, 1)) {
                    // Each range in a reader of its own.
                    joined.addAll(ReaderHarness.readAll(source, List.of(split)));
                }
                assertThat(joined).as("%s in ranges of %s", content, rangeBytes).isEqualTo(whole);
                assertThat(ReaderHarness.readAll(source)).isEqualTo(whole);
            }
        }
    }

    @Test
    void headerIsReadForEachRangeAndIsNoRecord() throws Exception {
        String path = write("a.csv", "\uFEFFid,name\n1,a\n2,b\n3,c\n");
        CsvFormat<String> format = CsvFormat.withHeader(row -> row.asString("name") + row.asLong("id"));
        for (int rangeBytes = 1; rangeBytes < 30; rangeBytes++) {
            FileSource<String> source = FileSource.builder(format)
                    .paths(path)
                    .rangeBytes(rangeBytes)
                    .build();
            List<String> joined = new ArrayList<>();
            for (FileSource.Split split : ReaderHarness.plan(source, 1)) {
                joined.addAll(ReaderHarness.readAll(source, List.of(split)));
            }
            assertThat(joined).containsExactly("a1", "b2", "c3");
        }
    }

    @Test
    void fileWithAHeaderOnlyHasNoRecords() throws Exception {
        CsvFormat<String> format = CsvFormat.withHeader(row -> row.asString("name"));
        assertThat(ReaderHarness.readAll(FileSource.csv(format, write("a.csv", "id,name"))))
                .isEmpty();
        assertThat(ReaderHarness.readAll(FileSource.csv(format, write("b.csv", ""))))
                .isEmpty();
        assertThat(ReaderHarness.readAll(FileSource.csv(format, writeGzip("c.csv.gz", "id,name\n1,x\n"))))
                .containsExactly("x");
    }

    @Test
    void neverCutsGzipNorQuotedNewlines() throws Exception {
        String gzip = writeGzip("a.gz", numbered("x", 1000));
        assertThat(ReaderHarness.plan(
                        FileSource.builder(TextLines.INSTANCE)
                                .paths(gzip)
                                .rangeBytes(1)
                                .build(),
                        4))
                .hasSize(1);
        CsvFormat<String> format =
                CsvFormat.<String>withoutHeader(row -> row.asString(0)).withQuotedNewlines();
        String csv = write("a.csv", "\"1\n2\",x\n\"3\r\n4\"\n");
        FileSource<String> source =
                FileSource.builder(format).paths(csv).rangeBytes(1).build();
        assertThat(ReaderHarness.plan(source, 4)).hasSize(1);
        assertThat(ReaderHarness.readAll(source)).containsExactly("1\n2", "3\r\n4");
    }

    @Test
    void continuesFromEverySnapshot() throws Exception {
        String first = numbered("first file, line ", 3000);
        String second = numbered("zweite Datei, Zeile \u00FC ", 2500);
        String third = numbered("third ", 1234);
        FileSource<String> source = FileSource.builder(TextLines.INSTANCE)
                .paths(write("a.txt", first), writeGzip("b.gz", second), write("c.txt", third + "no end"))
                .rangeBytes(30_000)
                .build();
        List<String> expected = new ArrayList<>(linesOf(first + second + third + "no end"));
        Collections.sort(expected);
        try (var reader = ReaderHarness.open(source)) {
            boolean ended = false;
            while (!ended) {
                List<String> all = new ArrayList<>(reader.records);
                all.addAll(ReaderHarness.readAll(source, reader.snapshot()));
                Collections.sort(all);
                assertThat(all).isEqualTo(expected);
                ended = reader.poll() == PollStatus.END;
            }
            assertThat(reader.snapshot()).isEmpty();
        }
    }

    @Test
    void replayFromEveryLineEqualsTheRest() throws Exception {
        List<String> lines = IntStream.range(0, 60)
                .mapToObj(i -> "x".repeat(i % 13) + "\u00E9" + i)
                .toList();
        String text = "\uFEFF" + String.join("\r\n", lines);
        for (String path : List.of(write("a.txt", text), writeGzip("a.gz", text))) {
            FileSource<String> source = FileSource.lines(path);
            FileSource.Split split = ReaderHarness.plan(source, 1).get(0);
            long offset = 3;
            for (int line = 0; line < lines.size(); line++) {
                assertThat(ReaderHarness.readAll(source, List.of(split.at(offset))))
                        .isEqualTo(lines.subList(line, lines.size()));
                offset += lines.get(line).getBytes(StandardCharsets.UTF_8).length + 2;
            }
        }
    }

    @Test
    void longSkipIsDoneInStepsAndKeepsThePosition() throws Exception {
        String path = writeGzip("a.gz", "0123456789abcde\n".repeat(1 << 20));
        FileSource<String> source = FileSource.lines(path);
        FileSource.Split behind = ReaderHarness.plan(source, 1).get(0).at((16L << 20) - 32);
        try (var reader = ReaderHarness.open(source, List.of(behind))) {
            for (int step = 0; step < 3; step++) {
                assertThat(reader.poll()).isEqualTo(PollStatus.MORE);
                assertThat(reader.records).isEmpty();
                assertThat(reader.snapshot()).containsExactly(behind);
            }
            assertThat(reader.drain()).hasSize(2);
        }
    }

    @Test
    void readsUpToTheSizeAtPlanning() throws Exception {
        String path = write("a.txt", "one\ntwo\n");
        FileSource<String> source = FileSource.lines(path);
        List<FileSource.Split> splits = ReaderHarness.plan(source, 1);
        Files.writeString(Path.of(path), "one\ntwo\nthree\n");
        assertThat(ReaderHarness.readAll(source, splits)).containsExactly("one", "two");
    }
}
