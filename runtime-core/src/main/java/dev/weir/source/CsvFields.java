package dev.weir.source;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Where the fields of one line lie. Reused from line to line; nothing is copied until a field is asked for. */
final class CsvFields {
    private final byte separator;
    private final byte quote;
    private final boolean quotes;

    private byte[] bytes = {};
    private int[] starts = new int[16];
    private int[] ends = new int[16];
    /** Whether a field contains doubled quotes. */
    private boolean[] doubled = new boolean[16];

    private int count;

    CsvFields(CsvDialect dialect) {
        separator = (byte) dialect.separator();
        quote = (byte) dialect.quote();
        quotes = dialect.quotes();
    }

    /** Finds the fields of {@code line[offset, offset + length)}, which must not change while they are read. */
    void split(byte[] line, int offset, int length) {
        bytes = line;
        count = 0;
        int end = offset + length;
        int next = offset - 1;
        do {
            next = field(next + 1, end);
        } while (next < end);
    }

    /** Takes the field at an index; returns where it ends: at a separator or at the line's end. */
    private int field(int start, int end) {
        if (quotes && start < end && bytes[start] == quote) {
            return quotedField(start + 1, end);
        }
        byte[] line = bytes;
        byte stop = separator;
        int index = start;
        while (index < end && line[index] != stop) {
            index++;
        }
        add(start, index, false);
        return index;
    }

    private int quotedField(int start, int end) {
        boolean hasDoubled = false;
        int from = start;
        while (true) {
            int found = ByteScan.indexOf(bytes, from, end, quote);
            if (found < 0) {
                throw new WeirException(
                        ErrorCode.INVALID_DATA, "the quote that opens column " + (count + 1) + " is not closed");
            }
            int behind = found + 1;
            if (behind < end && bytes[behind] == quote) {
                hasDoubled = true;
                from = behind + 1;
            } else if (behind < end && bytes[behind] != separator) {
                throw new WeirException(
                        ErrorCode.INVALID_DATA, "text follows the closing quote of column " + (count + 1));
            } else {
                add(start, found, hasDoubled);
                return behind;
            }
        }
    }

    private void add(int start, int end, boolean hasDoubled) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
            ends = Arrays.copyOf(ends, 2 * count);
            doubled = Arrays.copyOf(doubled, 2 * count);
        }
        starts[count] = start;
        ends[count] = end;
        doubled[count] = hasDoubled;
        count++;
    }

    int count() {
        return count;
    }

    byte[] bytes() {
        return bytes;
    }

    int start(int column) {
        return starts[column];
    }

    int end(int column) {
        return ends[column];
    }

    String text(int column) {
        String raw = new String(bytes, starts[column], ends[column] - starts[column], StandardCharsets.UTF_8);
        if (!doubled[column]) {
            return raw;
        }
        String single = String.valueOf((char) quote);
        return raw.replace(single + single, single);
    }
}
