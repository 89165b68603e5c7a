package dev.weir.source;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the lines of a stream of bytes and knows where each begins. A line ends with {@code \n} or {@code \r\n}; the
 * last one may end with the stream. A byte order mark belongs to the first line but is not shown. Lines are looked at
 * in place, in {@link #bytes()}, until the next call.
 */
final class LineCursor implements Closeable {
    private static final byte NEWLINE = '\n';
    private static final byte CARRIAGE_RETURN = '\r';
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final int SMALLEST_BUFFER = 512;
    /** How much is kept of a line that is too long. */
    private static final int KEPT_OF_OVERSIZED = 1024;

    private final InputStream in;
    private final int maxLineBytes;
    private final @Nullable QuotedNewlines quotedNewlines;
    private byte[] buffer;
    private int limit;
    /** Where the next line begins in the buffer. */
    private int next;
    /** Where {@code buffer[0]} lies in the stream, for everything behind the gap of an oversized line. */
    private long base;

    private boolean ended;
    private int start;
    private int length;
    private long offset;
    private boolean oversized;

    /**
     * Reads from a stream whose first byte lies at {@code offset} of a file.
     *
     * @param bufferSize how much to read at once, unless a line is longer
     * @param quotedNewlines tells which line ends belong to a record, or null if none does
     */
    LineCursor(InputStream in, long offset, int bufferSize, int maxLineBytes, @Nullable QuotedNewlines quotedNewlines) {
        this.in = in;
        this.base = offset;
        this.buffer = new byte[Math.max(SMALLEST_BUFFER, bufferSize)];
        this.maxLineBytes = maxLineBytes;
        this.quotedNewlines = quotedNewlines;
    }

    /** Moves to the next line; false at the end. */
    boolean next() throws IOException {
        start = next;
        offset = base + next;
        oversized = false;
        if (!findEnd()) {
            return false;
        }
        if (quotedNewlines != null) {
            extend(quotedNewlines);
        }
        return offset != 0 || !isOnlyByteOrderMark();
    }

    /** Adds lines as long as their ends belong to the record. */
    private void extend(QuotedNewlines format) throws IOException {
        int followed = 0;
        int state = QuotedNewlines.FIELD_START;
        do {
            state = format.follow(state, buffer, start + followed, start + length);
            followed = length;
        } while (!oversized && format.continues(state) && findEnd());
    }

    /** Takes a byte order mark off the first line. */
    private boolean isOnlyByteOrderMark() {
        int size = BYTE_ORDER_MARK.length;
        if (length < size || !Arrays.equals(buffer, start, start + size, BYTE_ORDER_MARK, 0, size)) {
            return false;
        }
        start += size;
        length -= size;
        return nextOffset() == size;
    }

    byte[] bytes() {
        return buffer;
    }

    /** Where the line begins in {@link #bytes()}. */
    int start() {
        return start;
    }

    /** The length without the line end. */
    int length() {
        return length;
    }

    /** Where the line begins in the stream. */
    long offset() {
        return offset;
    }

    /** Where the next line begins in the stream. */
    long nextOffset() {
        return base + next;
    }

    /** Whether the line was longer than allowed: only its beginning is there. */
    boolean oversized() {
        return oversized;
    }

    private boolean findEnd() throws IOException {
        int scanned = next - start;
        while (true) {
            int newline = ByteScan.indexOf(buffer, start + scanned, limit, NEWLINE);
            if (newline >= 0) {
                endLine(newline, newline + 1);
                return true;
            }
            scanned = limit - start;
            if (scanned > maxLineBytes) {
                scanned = dropMiddle();
            }
            if (!fill()) {
                if (limit == next) {
                    return false;
                }
                endLine(limit, limit);
                return true;
            }
        }
    }

    private void endLine(int end, int behind) {
        length = end - start;
        next = behind;
        if (oversized || length > maxLineBytes) {
            oversized = true;
            length = Math.min(length, KEPT_OF_OVERSIZED);
        } else if (length > 0 && buffer[end - 1] == CARRIAGE_RETURN) {
            length--;
        }
    }

    /** Forgets all but the beginning of a line that is too long, so that it needs no memory. */
    private int dropMiddle() {
        int kept = start + KEPT_OF_OVERSIZED;
        base += limit - kept;
        limit = kept;
        next = start;
        oversized = true;
        return KEPT_OF_OVERSIZED;
    }

    private boolean fill() throws IOException {
        if (ended) {
            return false;
        }
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, limit - start);
            base += start;
            limit -= start;
            next -= start;
            start = 0;
        }
        if (limit == buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * buffer.length);
        }
        int count = in.read(buffer, limit, buffer.length - limit);
        if (count < 0) {
            ended = true;
            return false;
        }
        limit += count;
        return true;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
