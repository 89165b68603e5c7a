package dev.weir.consistency.checker;

import dev.weir.consistency.history.Anomaly;
import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.history.Workload;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Why a record has another content than it should: the small change to its key's inputs that gives its number and its hash.
 *
 * <p>Tried are one stretch of inputs left out, one stretch read twice in a row (a source that was set back while the state was
 * not), and two neighbours exchanged. The hash is of 64 bits, so an explanation that fits is the right one.
 *
 * @param anomaly null if nothing fits
 */
record Explanation(@Nullable Anomaly anomaly, String text) {
    private static final Explanation NONE = new Explanation(null, "");
    /** So many steps of hashing are worth one explanation. */
    private static final long BUDGET = 20_000_000;

    static Explanation of(Workload workload, OutputRecord record) {
        return new Search(workload, record).run();
    }

    /** What a number alone suggests. */
    static Anomaly bySequence(long sequence, long expected) {
        if (sequence >= 1 && sequence < expected) {
            return Anomaly.LOST_STATE_UPDATE;
        }
        return sequence > expected && sequence <= 2 * expected ? Anomaly.DOUBLED_STATE_UPDATE : Anomaly.PHANTOM;
    }

    private static final class Search {
        private final OutputRecord record;
        /** The offsets of the key's inputs up to the record's, and the one after it or -1. */
        private final long[] offsets;

        private final long next;
        /** {@code hashes[i]} is the hash after i inputs. */
        private final long[] hashes;

        private long steps;

        Search(Workload workload, OutputRecord record) {
            this.record = record;
            long[] found = new long[16];
            int count = 0;
            long after = -1;
            for (long offset = 0; offset < workload.recordsPerPartition(); offset++) {
                if (workload.keyOf(record.partition(), offset) != record.key()) {
                    continue;
                }
                if (offset > record.offset()) {
                    after = offset;
                    break;
                }
                if (count == found.length) {
                    found = Arrays.copyOf(found, 2 * count);
                }
                found[count++] = offset;
            }
            this.offsets = Arrays.copyOf(found, count);
            this.next = after;
            this.hashes = new long[count + 1];
            hashes[0] = workload.firstHash(record.key());
            for (int i = 0; i < count; i++) {
                hashes[i + 1] = Workload.nextHash(hashes[i], offsets[i]);
            }
        }

        Explanation run() {
            int right = offsets.length;
            long difference = record.sequence() - right;
            if (difference == 0) {
                return neighboursExchanged();
            }
            if (difference == 1 && next >= 0 && afterItsSuccessor()) {
                return new Explanation(
                        Anomaly.KEY_ORDER, "its hash proves that the input of offset " + next + " came before it");
            }
            if (difference < 0 && difference > -right) {
                return leftOut((int) -difference);
            }
            return difference > 0 && difference <= right ? readTwice((int) difference) : NONE;
        }

        private boolean afterItsSuccessor() {
            long hash = hashes[offsets.length - 1];
            return Workload.nextHash(Workload.nextHash(hash, next), record.offset()) == record.hash();
        }

        private Explanation neighboursExchanged() {
            for (int i = offsets.length - 2; i >= 0 && steps < BUDGET; i--) {
                long hash = Workload.nextHash(Workload.nextHash(hashes[i], offsets[i + 1]), offsets[i]);
                if (replay(hash, i + 2) == record.hash()) {
                    return new Explanation(
                            Anomaly.KEY_ORDER,
                            "its hash proves that the input of offset " + offsets[i + 1] + " came before that of "
                                    + offsets[i]);
                }
            }
            return NONE;
        }

        private Explanation leftOut(int length) {
            for (int from = offsets.length - 1 - length; from >= 0 && steps < BUDGET; from--) {
                if (replay(hashes[from], from + length) == record.hash()) {
                    return new Explanation(
                            Anomaly.LOST_STATE_UPDATE,
                            "its hash proves that its key's state lacks " + stretch(from, length));
                }
            }
            return NONE;
        }

        private Explanation readTwice(int length) {
            for (int end = offsets.length; end >= length && steps < BUDGET; end--) {
                if (replay(hashes[end], end - length) == record.hash()) {
                    return new Explanation(
                            Anomaly.DOUBLED_STATE_UPDATE,
                            "its hash proves that its key's state has twice " + stretch(end - length, length));
                }
            }
            return NONE;
        }

        private String stretch(int from, int length) {
            return length == 1
                    ? "the input of offset " + offsets[from]
                    : "the " + length + " inputs from offset " + offsets[from] + " to " + offsets[from + length - 1];
        }

        private long replay(long start, int from) {
            long hash = start;
            for (int i = from; i < offsets.length; i++) {
                hash = Workload.nextHash(hash, offsets[i]);
            }
            steps += offsets.length - from;
            return hash;
        }
    }
}
