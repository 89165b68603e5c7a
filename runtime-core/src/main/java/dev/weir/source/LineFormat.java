package dev.weir.source;

import java.io.Serializable;

/**
 * How the lines of a text file become records; see {@link CsvFormat} for CSV.
 *
 * <p><b>Lifecycle:</b> {@link #createParser} for each file or range of a file that is opened. <b>Threading:</b> called by
 * all subtasks at once; the format itself holds no mutable state.
 */
@FunctionalInterface
public interface LineFormat<T> extends Serializable {
    LineParser<T> createParser(FileHeader header);

    /** How many lines at the beginning of each file are no records; they are handed to {@link #createParser}. */
    default int headerLines() {
        return 0;
    }
}
