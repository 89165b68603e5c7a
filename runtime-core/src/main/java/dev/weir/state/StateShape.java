package dev.weir.state;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A state's kind and the formats of what it holds: what must not differ between a checkpoint and the job. */
record StateShape(StateKind kind, List<ValueFormat> formats) {
    StateShape {
        formats = List.copyOf(formats);
    }

    EntryLayout layout(long address, int keyWidth) {
        return kind.layout(kind == StateKind.PANED ? 0 : (int) address, keyWidth, formats);
    }

    /** In words, for messages: {@code map of string to long}. */
    String describe() {
        String name = kind.name().toLowerCase(Locale.ROOT);
        return formats.isEmpty()
                ? name
                : formats.stream().map(ValueFormat::fingerprint).collect(Collectors.joining(" to ", name + " of ", ""));
    }
}
