package dev.weir.consistency.model;

import dev.weir.sink.LedgerEntry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The partition of the compacted ledger topic that holds the records of one shard.
 *
 * <p>A transaction ends in two steps: the coordinator decides, which is what the producer is told, and later its marker reaches the
 * partition. Until then a client that reads committed records does not get as far as what was decided, and nothing but the last stable
 * offset tells it so.
 */
final class LedgerPartition {
    /** So many requests for the shard go by before a marker is written; the next transaction of its id waits for it, too. */
    private static final int REQUESTS_UNTIL_MARKED = 8;

    private static final int COMPACTED_FROM = 32;

    private final List<Written> records = new ArrayList<>();
    private long compacted;
    private @Nullable Found told;

    /**
     * A record of the ledger.
     *
     * @param owner names the attempt beyond its number
     */
    record Found(LedgerEntry entry, String owner) {
        boolean belongsTo(long attempt, String name) {
            return entry.attempt() == attempt && owner.equals(name);
        }
    }

    /** Offsets of the partition, as a client is told them. */
    record Offsets(long lastStable, long end) {}

    private static final class Written {
        final Found found;
        final ModelTransaction transaction;
        int requestsUntilMarked = REQUESTS_UNTIL_MARKED;

        Written(Found found, ModelTransaction transaction) {
            this.found = found;
            this.transaction = transaction;
        }

        boolean isDecided() {
            return transaction.state() == ModelTransaction.State.ENDED;
        }

        boolean isStable() {
            return isDecided() && requestsUntilMarked <= 0;
        }
    }

    void append(ModelTransaction transaction, Found found) {
        records.add(new Written(found, transaction));
        if (records.size() > COMPACTED_FROM) {
            compact();
        }
    }

    private void compact() {
        int newest = newest(stableRecords());
        if (newest > 0) {
            records.subList(0, newest).clear();
            compacted += newest;
        }
    }

    /** One more request for the shard was served. */
    void requestServed() {
        for (Written record : records) {
            if (record.isDecided() && record.requestsUntilMarked > 0) {
                record.requestsUntilMarked--;
            }
        }
    }

    /** All that is decided is marked. */
    void mark() {
        for (Written record : records) {
            if (record.isDecided()) {
                record.requestsUntilMarked = 0;
            }
        }
    }

    Offsets offsets() {
        return new Offsets(compacted + stableRecords(), compacted + records.size());
    }

    private int stableRecords() {
        int stable = 0;
        while (stable < records.size() && records.get(stable).isStable()) {
            stable++;
        }
        return stable;
    }

    /** The newest committed record that a client gets to, or null. */
    @Nullable
    Found read() {
        return at(newest(stableRecords()));
    }

    /** The newest record that was decided to be committed, or null: what whoever waits for the marker reads. */
    @Nullable
    Found decided() {
        return at(newest(records.size()));
    }

    private @Nullable Found at(int index) {
        return index < 0 ? null : records.get(index).found;
    }

    private int newest(int below) {
        for (int i = below - 1; i >= 0; i--) {
            Written record = records.get(i);
            if (record.isDecided() && record.transaction.isCommitted()) {
                return i;
            }
        }
        return -1;
    }

    /** What is {@linkplain #decided decided} if it was not told before, else null. */
    @Nullable
    Found news() {
        Found now = decided();
        if (now == null || now.equals(told)) {
            return null;
        }
        told = now;
        return now;
    }
}
