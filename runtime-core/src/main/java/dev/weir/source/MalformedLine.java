package dev.weir.source;

/**
 * A line that could not be parsed.
 *
 * @param path the file
 * @param offset where the line begins in the (uncompressed) file, in bytes
 * @param text the line, cut off after some hundred characters; bytes that are no UTF-8 appear as U+FFFD
 * @param error why it could not be parsed
 */
public record MalformedLine(String path, long offset, String text, String error) {}
