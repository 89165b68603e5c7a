package dev.weir.consistency.model;

import dev.weir.consistency.history.OutputRecord;
import java.util.Set;

/** How records are put under keys, so that putting one again changes nothing. */
final class KeyedPut {
    private static final long OFFSETS = 1L << 40;

    private KeyedPut() {}

    /** Under partition and offset: of one that is put again the first stays. */
    static void ofPlace(ReaderView view, OutputRecord record, Set<Mistake> mistakes) {
        long attempt = mistakes.contains(Mistake.KEY_WITH_ATTEMPT) ? record.attempt() : 0;
        long key = (attempt << 16 | record.partition()) * OFFSETS + record.offset();
        if (view.get(key) == null) {
            view.put(key, record);
        }
    }

    /** Under the record's key, unless what is there has a version at least as high. */
    static void ofVersion(ReaderView view, OutputRecord record, long version, Set<Mistake> mistakes) {
        OutputRecord before = view.get(record.key());
        boolean newer = before == null || before.sequence() < version;
        if (newer || mistakes.contains(Mistake.NO_VERSION_GUARD)) {
            view.put(record.key(), record);
        }
    }
}
