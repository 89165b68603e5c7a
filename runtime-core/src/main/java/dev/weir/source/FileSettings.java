package dev.weir.source;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The checked settings of a {@link FileSource}. */
record FileSettings<T>(
        List<String> paths, LineFormat<T> format, long rangeBytes, int maxLineBytes, MalformedLines malformedLines) {
    /** How to tell line ends inside a record from its own, or null if there are none inside. */
    @Nullable
    QuotedNewlines quotedNewlines() {
        return format instanceof CsvFormat<?> csv ? csv.quotedNewlines() : null;
    }
}
