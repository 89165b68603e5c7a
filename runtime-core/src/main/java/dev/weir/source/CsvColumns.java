package dev.weir.source;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The columns that the header of one file names; none without a header. */
final class CsvColumns {
    private final String path;
    /** Interned, as literals are: the usual look-up compares references only. */
    private final String[] names;

    private final Map<String, Integer> indexes = new HashMap<>();

    CsvColumns(String path, List<String> names) {
        this.path = path;
        this.names = names.stream().map(String::intern).toArray(String[]::new);
        for (int index = 0; index < this.names.length; index++) {
            indexes.putIfAbsent(this.names[index], index);
        }
    }

    int count() {
        return names.length;
    }

    @SuppressWarnings("ReferenceEquality") // both are interned; a computed name takes the way behind the loop
    int index(String name) {
        String[] known = names;
        for (int index = 0; index < known.length; index++) {
            if (known[index] == name) {
                return index;
            }
        }
        Integer index = indexes.get(name);
        if (index == null) {
            throw new WeirException(
                    ErrorCode.INVALID_JOB,
                    "Cannot read column \"" + name + "\" of " + path + ": "
                            + (names.length == 0
                                    ? "the file has no header; ask for columns by index, or use CsvFormat.withHeader"
                                    : "there is no such column: " + String.join(", ", names)
                                            + "; correct the name or the header"));
        }
        return index;
    }

    /** For messages: counted from 1 as people do, with the name or the index that the program uses. */
    String describe(int index) {
        return "column " + (index + 1) + (index < names.length ? " (" + names[index] + ")" : " (index " + index + ")");
    }
}
