package dev.weir.cli.ledger;

import dev.weir.delivery.PendingUnit;
import dev.weir.delivery.ShardUnits;
import dev.weir.sink.LedgerEntry;
import org.jspecify.annotations.Nullable;

/**
 * How a shard's ledger entry stands to the newest checkpoint of its job.
 *
 * @param state how they stand
 * @param units how many units lie between them
 */
record ShardComparison(State state, long units) {
    /** The states, and whether somebody has to act. */
    enum State {
        IN_STEP("in step", false, "all of the checkpoint is committed"),
        PENDING("behind", false, "units of the checkpoint wait for their commit; the job applies them when it runs"),
        FENCED("nothing committed", false, "an attempt owns the shard and has committed nothing"),
        AHEAD(
                "ahead",
                true,
                "the checkpoint is older than what is committed: start the job from a newer one, or choose a"
                        + " rewind policy"),
        WENT_BACK(
                "went back",
                true,
                "the checkpoint knows of more commits than the ledger: was the database restored from"
                        + " a backup? commits are lost"),
        OTHER_UNIT(
                "other unit",
                true,
                "the ledger holds another unit under this number: another folder of checkpoints"
                        + " writes under this job's name"),
        OTHER_LINEAGE(
                "other lineage",
                true,
                "another run of the job from its beginning has written: is this the right" + " folder?"),
        NO_ROW("no row", true, "the ledger does not know the shard: is this the right ledger table?"),
        NO_CHECKPOINT(
                "no checkpoint",
                true,
                "units are committed, but no checkpoint knows the shard: is this the right" + " folder?");

        private final String words;
        private final boolean wrong;
        private final String meaning;

        State(String words, boolean wrong, String meaning) {
            this.words = words;
            this.wrong = wrong;
            this.meaning = meaning;
        }

        String words() {
            return words;
        }

        boolean isWrong() {
            return wrong;
        }

        String meaning() {
            return meaning;
        }
    }

    /**
     * Compares.
     *
     * @param before the entry as read before the checkpoint was: a live job goes on meanwhile, and commits nothing that no
     *     checkpoint holds
     * @param after the entry as read after it
     */
    static ShardComparison of(@Nullable LedgerEntry before, @Nullable LedgerEntry after, @Nullable ShardUnits units) {
        if (before == null || after == null) {
            return new ShardComparison(State.NO_ROW, 0);
        }
        if (units == null) {
            return before.sequence() == 0
                    ? new ShardComparison(State.FENCED, 0)
                    : new ShardComparison(State.NO_CHECKPOINT, before.sequence());
        }
        LedgerEntry last = units.last();
        if (before.sequence() > 0 && !isOfLineage(before, units)) {
            return new ShardComparison(State.OTHER_LINEAGE, 0);
        }
        if (isSameLineage(before, last) && before.sequence() > last.sequence()) {
            return new ShardComparison(State.AHEAD, before.sequence() - last.sequence());
        }
        LedgerEntry committed = units.committed();
        boolean hasLess =
                after.sequence() < committed.sequence() && (after.sequence() == 0 || isSameLineage(after, committed));
        if (hasLess) {
            return new ShardComparison(State.WENT_BACK, committed.sequence() - after.sequence());
        }
        if (!fits(after, units)) {
            return new ShardComparison(State.OTHER_UNIT, 0);
        }
        long waiting = units.pending().stream()
                .filter(unit -> !isSameLineage(after, unit) || unit.unit().sequence() > after.sequence())
                .count();
        return new ShardComparison(waiting == 0 ? State.IN_STEP : State.PENDING, waiting);
    }

    private static boolean isSameLineage(LedgerEntry entry, LedgerEntry other) {
        return entry.lineage().equals(other.lineage());
    }

    private static boolean isSameLineage(LedgerEntry entry, PendingUnit unit) {
        return entry.lineage().equals(unit.unit().lineage());
    }

    private static boolean isOfLineage(LedgerEntry entry, ShardUnits units) {
        return isSameLineage(entry, units.committed())
                || units.pending().stream().anyMatch(unit -> isSameLineage(entry, unit));
    }

    /** Whether the entry is one that the checkpoint knows, or a later one than it knows. */
    private static boolean fits(LedgerEntry entry, ShardUnits units) {
        if (isUnit(entry, units.committed())) {
            return true;
        }
        boolean isLater = isSameLineage(entry, units.last())
                && entry.sequence() > units.last().sequence();
        return isLater || units.pending().stream().anyMatch(unit -> entry.records(unit.unit()));
    }

    private static boolean isUnit(LedgerEntry entry, LedgerEntry committed) {
        return entry.sequence() == committed.sequence()
                && entry.position() == committed.position()
                && entry.digest() == committed.digest()
                && isSameLineage(entry, committed);
    }

    /** Such as {@code behind by 2}. */
    String words() {
        return units == 0 || state == State.NO_CHECKPOINT ? state.words() : state.words() + " by " + units;
    }
}
