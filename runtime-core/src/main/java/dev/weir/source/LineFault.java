package dev.weir.source;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A line that could not be parsed, and why.
 *
 * @param offset where the line begins in the decompressed content
 * @param text the line, shortened
 */
record LineFault(
        FileSource.Split split,
        long offset,
        String text,
        String reason,
        @Nullable Throwable cause) {
    private static final int LONGEST_TEXT = 200;

    /** The beginning of a line as text, whatever its bytes are. */
    static String shortened(byte[] bytes, int offset, int length) {
        // A character has at most four bytes, so these are enough for the longest text.
        String text = new String(bytes, offset, Math.min(length, 4 * LONGEST_TEXT + 4), StandardCharsets.UTF_8);
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "...";
    }

    /** The failure that stops the job. Counts the lines before this one, which nobody did as long as all went well. */
    WeirException toException() {
        String message = "Cannot parse " + place() + ": " + reason + ": \"" + text
                + "\"; correct the line, or let the source leave such lines out (skipMalformedLines) or set them aside"
                + " (malformedLinesTo)";
        return cause == null
                ? new WeirException(ErrorCode.INVALID_DATA, message)
                : new WeirException(ErrorCode.INVALID_DATA, message, cause);
    }

    /** For example {@code line 17 of /data/orders.csv}. */
    String place() {
        try (InputStream in = FileInput.openContent(split, 0)) {
            return "line " + (newlinesBefore(in) + 1) + " of " + split.path();
        } catch (IOException e) {
            return "the line at byte " + offset + " of " + split.path();
        }
    }

    private long newlinesBefore(InputStream in) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long lines = 0;
        long left = offset;
        while (left > 0) {
            int count = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (count < 0) {
                break;
            }
            lines += ByteScan.count(buffer, 0, count, (byte) '\n');
            left -= count;
        }
        return lines;
    }
}
