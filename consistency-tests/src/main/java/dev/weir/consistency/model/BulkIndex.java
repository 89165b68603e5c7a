package dev.weir.consistency.model;

import dev.weir.consistency.history.OutputRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The index of one sink. */
final class BulkIndex {
    /** Every so many items, one is refused because a queue is full. */
    private static final int REFUSED_ITEM = 7;

    private static final long OFFSETS = 1L << 40;

    final String sink;
    final ReaderView view = new ReaderView();
    private final Set<Mistake> mistakes;
    private final Map<Long, Long> versions = new HashMap<>();
    private final Map<Long, OutputRecord> unrefreshed = new LinkedHashMap<>();
    private final Map<Integer, Long> forwarded = new HashMap<>();
    private long items;
    private long given;

    /** How a document's id comes about. */
    enum Ids {
        /** Partition and offset. */
        BY_PLACE,
        /** The record's key; its number is the version. */
        BY_KEY,
        /** The index makes one for each request. */
        GIVEN_BY_INDEX
    }

    BulkIndex(String sink, Set<Mistake> mistakes) {
        this.sink = sink;
        this.mistakes = mistakes;
    }

    boolean makes(Mistake mistake) {
        return mistakes.contains(mistake);
    }

    /** Carries a bulk request out and returns the items that it refuses for now, in order. */
    List<OutputRecord> bulk(Ids ids, List<OutputRecord> records) {
        List<OutputRecord> refused = new ArrayList<>();
        for (OutputRecord record : records) {
            if (++items % REFUSED_ITEM == 0) {
                refused.add(record);
            } else {
                index(ids, record);
            }
        }
        return refused;
    }

    /** An item whose version is not higher is a conflict, which tells the client that it or a newer one is there. */
    private void index(Ids ids, OutputRecord record) {
        long id = id(ids, record);
        long version = version(ids, record);
        Long before = versions.get(id);
        if (before == null || before < version || makes(Mistake.NO_VERSION_GUARD)) {
            versions.put(id, version);
            unrefreshed.put(id, record);
        }
    }

    private long id(Ids ids, OutputRecord record) {
        return switch (ids) {
            case BY_PLACE -> {
                long attempt = makes(Mistake.KEY_WITH_ATTEMPT) ? record.attempt() : 0;
                yield (attempt << 16 | record.partition()) * OFFSETS + record.offset();
            }
            case BY_KEY -> record.key();
            case GIVEN_BY_INDEX -> ++given;
        };
    }

    private long version(Ids ids, OutputRecord record) {
        if (ids != Ids.BY_KEY) {
            return 1;
        }
        if (makes(Mistake.OFFSET_AS_VERSION)) {
            // The offset in the partition of a topic between the job and the index, in which each shard writes to its
            // own.
            return forwarded.merge(record.shard(), 1L, Long::sum);
        }
        return record.sequence();
    }

    /** Shows a search everything that was indexed. */
    void refresh() {
        if (!unrefreshed.isEmpty()) {
            unrefreshed.forEach(view::put);
            unrefreshed.clear();
        }
    }
}
