package dev.weir.consistency.model;

import dev.weir.consistency.history.Event;
import dev.weir.consistency.history.OutputRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a committed reader sees of one sink's records, and what of it has changed since the last look. */
final class ReaderView {
    private final List<OutputRecord> added = new ArrayList<>();
    private final List<OutputRecord> removed = new ArrayList<>();
    private final Map<Long, OutputRecord> values = new HashMap<>();
    private final Map<Long, Before> changed = new HashMap<>();

    /** What the last look showed under a key, which may be nothing. */
    private record Before(@Nullable OutputRecord record) {}

    /** A record without a key: it stays beside equal ones. */
    void add(OutputRecord record) {
        added.add(record);
    }

    void addAll(List<OutputRecord> records) {
        added.addAll(records);
    }

    /** One that was {@linkplain #add added} is gone. */
    void remove(OutputRecord record) {
        removed.add(record);
    }

    @Nullable
    OutputRecord get(long key) {
        return values.get(key);
    }

    /** Puts a record under its key, over whatever is there. */
    void put(long key, OutputRecord record) {
        OutputRecord before = values.put(key, record);
        if (!record.equals(before)) {
            changed.putIfAbsent(key, new Before(before));
        }
    }

    /** Shows a reader what has changed. */
    void look(String sink, long nanos, Consumer<Event> observer) {
        for (OutputRecord record : added) {
            observer.accept(new Event.Appeared(nanos, sink, record));
        }
        added.clear();
        changed.forEach((key, before) -> {
            OutputRecord now = values.get(key);
            if (now != null && !now.equals(before.record())) {
                observer.accept(new Event.Appeared(nanos, sink, now));
            }
        });
        for (OutputRecord record : removed) {
            observer.accept(new Event.Vanished(nanos, sink, record));
        }
        removed.clear();
        changed.forEach((key, before) -> {
            OutputRecord old = before.record();
            if (old != null && !old.equals(values.get(key))) {
                observer.accept(new Event.Vanished(nanos, sink, old));
            }
        });
        changed.clear();
    }
}
