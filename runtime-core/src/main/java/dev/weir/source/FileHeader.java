package dev.weir.source;

import java.util.List;

/**
 * What a {@link LineParser} may know of the file whose lines it parses.
 *
 * @param path the file
 * @param lines the header lines; fewer than {@link LineFormat#headerLines()} if the file is shorter
 */
public record FileHeader(String path, List<String> lines) {
    public FileHeader {
        lines = List.copyOf(lines);
    }
}
