package dev.weir.source;

import org.jspecify.annotations.Nullable;

/**
 * Makes one record of one line.
 *
 * <p><b>Threading:</b> confined to the task's thread. <b>Errors:</b> a line that is no record is reported by a {@link
 * dev.weir.error.WeirException} with {@code INVALID_DATA}, or by an {@link IllegalArgumentException}, {@link
 * java.time.DateTimeException} or {@link ArithmeticException}; the message is the reason, file and line are added by the
 * source, and the source's choice for malformed lines decides. Any other exception fails the job.
 */
@FunctionalInterface
public interface LineParser<T> {
    /**
     * Parses the line in {@code bytes[offset, offset + length)}: valid UTF-8, without its line end. The array belongs to
     * the source and changes after the call.
     *
     * @param position where the line begins in the (uncompressed) file, in bytes
     * @return the record, or null to leave the line out, for example a comment
     */
    @Nullable
    T parse(byte[] bytes, int offset, int length, long position) throws Exception;
}
