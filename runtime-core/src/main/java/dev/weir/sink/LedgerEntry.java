package dev.weir.sink;

/**
 * What a destination remembers of one commit shard.
 *
 * <p>Position and digest say of the whole stream of the shard how far it has come and what it was, so that a job which
 * starts from an older checkpoint can tell whether it produces the same records again.
 *
 * @param attempt the highest fencing token seen
 * @param lineage the lineage of the last committed unit, or {@link #NO_LINEAGE} before the first
 * @param sequence the sequence number of the last committed unit, 0 before the first
 * @param position the {@linkplain CommitUnit#position position} of the last committed unit, 0 before the first
 * @param digest the digest of the last committed unit, 0 before the first
 */
public record LedgerEntry(long attempt, String lineage, long sequence, long position, long digest) {
    public static final String NO_LINEAGE = "";

    /** An entry that was fenced but holds no unit yet. */
    public static LedgerEntry empty(long attempt) {
        return new LedgerEntry(attempt, NO_LINEAGE, 0, 0, 0);
    }

    /** Whether this is the entry that the unit leaves behind. */
    public boolean records(CommitUnit unit) {
        return lineage.equals(unit.lineage())
                && sequence == unit.sequence()
                && position == unit.position()
                && digest == unit.digest();
    }

    /** The entry after the unit is committed. */
    public LedgerEntry after(CommitUnit unit) {
        return new LedgerEntry(attempt, unit.lineage(), unit.sequence(), unit.position(), unit.digest());
    }
}
