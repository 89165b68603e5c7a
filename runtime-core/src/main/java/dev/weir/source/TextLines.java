package dev.weir.source;

import java.nio.charset.StandardCharsets;

/** Each line is a record. */
enum TextLines implements LineFormat<String> {
    INSTANCE;

    @Override
    public LineParser<String> createParser(FileHeader header) {
        return (bytes, offset, length, position) -> new String(bytes, offset, length, StandardCharsets.UTF_8);
    }
}
