package dev.weir.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LineCursorTest {
    private static final int MAX_LINE = 1 << 20;
    private static final int BUFFER = 4096;

    private record Line(String text, long offset, long next) {}

    private static List<Line> lines(byte[] content, long offset) throws IOException {
        try (LineCursor cursor = new LineCursor(trickling(content), offset, BUFFER, MAX_LINE, null)) {
            List<Line> lines = new ArrayList<>();
            while (cursor.next()) {
                assertThat(cursor.oversized()).isFalse();
                lines.add(new Line(text(cursor), cursor.offset(), cursor.nextOffset()));
            }
            assertThat(cursor.next()).isFalse();
            return lines;
        }
    }

    private static String text(LineCursor cursor) {
        return new String(cursor.bytes(), cursor.start(), cursor.length(), StandardCharsets.ISO_8859_1);
    }

    /** Gives few bytes at a time, as pipes and decompressors do. */
    private static InputStream trickling(byte[] content) {
        Random random = new Random(content.length);
        return new ByteArrayInputStream(content) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, 1 + random.nextInt(content.length / 3 + 1)));
            }
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void findsLinesWithAnyEnd() throws IOException {
        assertThat(lines(bytes("one\ntwo\r\n\nlast"), 0))
                .containsExactly(
                        new Line("one", 0, 4), new Line("two", 4, 9), new Line("", 9, 10), new Line("last", 10, 14));
    }

    @Test
    void fileWithoutBytesHasNoLines() throws IOException {
        assertThat(lines(new byte[0], 0)).isEmpty();
    }

    @Test
    void lastLineEndOpensNoLine() throws IOException {
        assertThat(lines(bytes("\n"), 0)).containsExactly(new Line("", 0, 1));
        assertThat(lines(bytes("a\r\n"), 0)).containsExactly(new Line("a", 0, 3));
    }

    @Test
    void loneCarriageReturnEndsNoLine() throws IOException {
        assertThat(lines(bytes("a\rb\n"), 0)).containsExactly(new Line("a\rb", 0, 4));
    }

    @Test
    void countsFromTheGivenOffset() throws IOException {
        assertThat(lines(bytes("a\nb"), 100)).containsExactly(new Line("a", 100, 102), new Line("b", 102, 103));
    }

    @Test
    void takesByteOrderMarkOffTheFirstLineOfTheFile() throws IOException {
        String mark = "\u00EF\u00BB\u00BF";
        assertThat(lines(bytes(mark + "a\n" + mark + "b\n"), 0))
                .containsExactly(new Line("a", 0, 5), new Line(mark + "b", 5, 10));
        assertThat(lines(bytes(mark + "\n"), 0)).containsExactly(new Line("", 0, 4));
        assertThat(lines(bytes(mark), 0)).isEmpty();
        assertThat(lines(bytes(mark + "a\n"), 7)).extracting(Line::text).containsExactly(mark + "a");
    }

    @Test
    void equalsSimpleSplitterOnRandomBytes() throws IOException {
        Random random = new Random(42);
        for (int round = 0; round < 2000; round++) {
            StringBuilder text = new StringBuilder();
            int size = random.nextInt(200);
            for (int index = 0; index < size; index++) {
                text.append("ab\n\r\u00E9\u008A".charAt(random.nextInt(6)));
            }
            assertThat(lines(bytes(text.toString()), 5)).isEqualTo(split(text.toString(), 5));
        }
    }

    @Test
    void equalsSimpleSplitterAcrossBufferEnds() throws IOException {
        Random random = new Random(43);
        for (int round = 0; round < 20; round++) {
            StringBuilder text = new StringBuilder();
            while (text.length() < 60_000) {
                text.append("x".repeat(random.nextInt(10) == 0 ? random.nextInt(30_000) : random.nextInt(200)));
                text.append(random.nextBoolean() ? "\n" : "\r\n");
            }
            assertThat(lines(bytes(text.toString()), 0)).isEqualTo(split(text.toString(), 0));
        }
    }

    private static List<Line> split(String text, long offset) {
        List<Line> lines = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int newline = text.indexOf('\n', start);
            int end = newline < 0 ? text.length() : newline;
            int next = newline < 0 ? end : newline + 1;
            String line = text.substring(start, end);
            String stripped = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
            lines.add(new Line(stripped, offset + start, offset + next));
            start = next;
        }
        return lines;
    }

    @Test
    void keepsOnlyTheBeginningOfAnOversizedLine() throws IOException {
        int max = 5000;
        for (int length : new int[] {max, max + 1, 200_000, 1_000_000}) {
            String text = "first\n" + "0123456789".repeat(length / 10 + 1).substring(0, length) + "\nlast\n";
            try (LineCursor cursor = new LineCursor(trickling(bytes(text)), 0, BUFFER, max, null)) {
                assertThat(cursor.next()).isTrue();
                assertThat(text(cursor)).isEqualTo("first");
                assertThat(cursor.next()).isTrue();
                assertThat(cursor.oversized()).isEqualTo(length > max);
                assertThat(cursor.length()).isEqualTo(length > max ? 1024 : length);
                assertThat(text(cursor)).startsWith("0123456789012");
                assertThat(cursor.offset()).isEqualTo(6);
                assertThat(cursor.nextOffset()).isEqualTo(6 + length + 1);
                assertThat(cursor.next()).isTrue();
                assertThat(cursor.oversized()).isFalse();
                assertThat(text(cursor)).isEqualTo("last");
                assertThat(cursor.nextOffset()).isEqualTo(text.length());
                assertThat(cursor.next()).isFalse();
            }
        }
    }

    @Test
    void joinsLinesWhoseEndsAreQuoted() throws IOException {
        String text = "a,\"1\n2\r\n\"\"3\",b\nplain\n\"open\nto the end";
        QuotedNewlines quotes = new QuotedNewlines((byte) ',', (byte) '"');
        try (LineCursor cursor = new LineCursor(trickling(bytes(text)), 0, BUFFER, MAX_LINE, quotes)) {
            List<String> records = new ArrayList<>();
            while (cursor.next()) {
                records.add(text(cursor));
            }
            assertThat(records).containsExactly("a,\"1\n2\r\n\"\"3\",b", "plain", "\"open\nto the end");
        }
    }
}
