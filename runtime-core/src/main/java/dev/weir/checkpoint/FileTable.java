package dev.weir.checkpoint;

import dev.weir.state.FileRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * The data files of a store: which attempt wrote each and how many complete checkpoints refer to it. Kept in memory so
 * that retention, which runs at every checkpoint, never lists a folder. Thread-safe; does no I/O.
 */
final class FileTable {
    /** The attempt of files that were there when the store was opened. */
    static final long BEFORE = 0;

    private final Map<FileRef, Entry> files = new HashMap<>();

    synchronized void add(FileRef file, long attempt) {
        files.computeIfAbsent(file, key -> new Entry()).attempt = attempt;
    }

    synchronized boolean contains(FileRef file) {
        return files.containsKey(file);
    }

    synchronized void refer(Collection<FileRef> references) {
        references.forEach(file -> files.computeIfAbsent(file, key -> new Entry()).references++);
    }

    /** Takes references back and forgets and returns the files that lost their last one. */
    synchronized List<FileRef> release(Collection<FileRef> references) {
        List<FileRef> free = new ArrayList<>();
        for (FileRef file : references) {
            Entry entry = files.get(file);
            if (entry != null && --entry.references == 0) {
                files.remove(file);
                free.add(file);
            }
        }
        return free;
    }

    /** Forgets and returns the files without any reference that older attempts wrote. */
    synchronized List<FileRef> orphans(long attempt) {
        List<FileRef> orphans = new ArrayList<>();
        for (Iterator<Map.Entry<FileRef, Entry>> all = files.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<FileRef, Entry> file = all.next();
            if (file.getValue().references == 0 && file.getValue().attempt < attempt) {
                orphans.add(file.getKey());
                all.remove();
            }
        }
        return orphans;
    }

    private static final class Entry {
        private long attempt = BEFORE;
        private int references;
    }
}
