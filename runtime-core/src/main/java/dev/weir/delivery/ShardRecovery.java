package dev.weir.delivery;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.LedgerEntry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one shard goes on: what follows from its state in the checkpoint and the ledger's entry, which nobody else can
 * change any more.
 *
 * <p>The checkpoint names a chain of entries that the ledger went or will go through: the one known as committed, then
 * one for each pending unit. If the ledger's entry is on the chain, what follows there is still to be committed. If it
 * lies before the chain, the destination has forgotten committed units. Everything else is a <i>rewind</i>: the
 * destination has something that the checkpoint does not know of, and the {@link RewindPolicy} decides.
 *
 * @param committed the ledger's entry: what the next unit has to find there
 * @param stream where the shard's stream goes on
 * @param skipUntil up to where records are compared instead of written, or null
 * @param pending what is still to be committed, in sequence
 */
record ShardRecovery(
        LedgerEntry committed,
        StreamPosition stream,
        @Nullable StreamPosition skipUntil,
        List<SealedUnit> pending) {
    ShardRecovery {
        pending = List.copyOf(pending);
    }

    /**
     * What the decision depends on.
     *
     * @param checkpoint the checkpoint for messages, for example {@code checkpoint 7}, or null at a fresh start
     * @param lineage of the units to come
     */
    record Situation(
            DeliveryContext context,
            @Nullable String checkpoint,
            ShardState restored,
            LedgerEntry ledger,
            String lineage) {

        /** Throws what {@link #decide} would throw under {@link RewindPolicy#FAIL} if the ledger is beyond the checkpoint. */
        void refuseRewind() {
            if (context.rewindPolicy() == RewindPolicy.FAIL && positionOnChain() < 0 && !isBehind()) {
                throw refusal("", "restore the newest checkpoint, or choose " + choices());
            }
        }

        ShardRecovery decide() {
            int known = positionOnChain();
            if (known >= 0) {
                return new ShardRecovery(
                        ledger,
                        restored.stream(),
                        restored.skipUntil(),
                        restored.pending().subList(known, restored.pending().size()));
            }
            if (isBehind() && !(context.rewindPolicy() == RewindPolicy.FORK && isEmpty())) {
                throw destinationWentBack();
            }
            return switch (context.rewindPolicy()) {
                case FAIL -> throw refusal("", "restore the newest checkpoint, or choose " + choices());
                case SKIP_IDENTICAL -> skip();
                case FORK -> fork();
            };
        }

        /** How many pending units the ledger already has, or -1 if its entry is not on the chain. */
        private int positionOnChain() {
            if (isSame(restored.committed())) {
                return 0;
            }
            for (int i = 0; i < restored.pending().size(); i++) {
                if (ledger.records(restored.pending().get(i).unit())) {
                    return i + 1;
                }
            }
            return -1;
        }

        private boolean isSame(LedgerEntry other) {
            return ledger.lineage().equals(other.lineage())
                    && ledger.sequence() == other.sequence()
                    && ledger.position() == other.position()
                    && ledger.digest() == other.digest();
        }

        private boolean isBehind() {
            LedgerEntry committed = restored.committed();
            return restored.hasCommitted()
                    && (isEmpty()
                            || (ledger.lineage().equals(committed.lineage())
                                    && ledger.sequence() < committed.sequence()));
        }

        private boolean isEmpty() {
            return ledger.sequence() == 0;
        }

        private ShardRecovery skip() {
            long toSkip = ledger.position() - restored.stream().records();
            if (toSkip < 0) {
                throw refusal(
                        "SKIP_IDENTICAL cannot compare, since the ledger's stream ends " + -toSkip
                                + " records before the checkpoint's",
                        "restore the newest checkpoint, or choose RewindPolicy.FORK");
            }
            if (toSkip == 0 && ledger.digest() != restored.stream().digest()) {
                throw refusal(
                        "SKIP_IDENTICAL found other records at the destination than in the checkpoint",
                        "restore the newest checkpoint, or choose RewindPolicy.FORK");
            }
            if (toSkip > 0 && !context.isFilled(restored.shard())) {
                throw refusal(
                        "SKIP_IDENTICAL cannot compare, since no subtask fills this shard at parallelism "
                                + context.parallelism(),
                        "start with a parallelism above " + restored.shard() + ", or choose RewindPolicy.FORK");
            }
            // Pending units end at or before the ledger's position, so they are at the destination if the digest,
            // which is a chain over them, turns out to be the same.
            StreamPosition until = new StreamPosition(ledger.position(), ledger.digest());
            return new ShardRecovery(ledger, restored.stream(), toSkip == 0 ? null : until, List.of());
        }

        private ShardRecovery fork() {
            if (lineage.equals(ledger.lineage())) {
                throw refusal(
                        "FORK needs a new lineage and got the ledger's",
                        "start the job again with RewindPolicy.FORK from the same checkpoint");
            }
            List<SealedUnit> again = new ArrayList<>();
            if (!isAhead()) {
                for (SealedUnit unit : restored.pending()) {
                    if (!unit.isEmpty()) {
                        again.add(unit.renumbered(lineage, ledger.sequence() + again.size() + 1));
                    }
                }
            }
            return new ShardRecovery(ledger, restored.stream(), null, again);
        }

        /** Whether the ledger has everything that the checkpoint holds, and more. */
        private boolean isAhead() {
            LedgerEntry last = restored.last();
            return ledger.lineage().equals(last.lineage()) && ledger.sequence() > last.sequence();
        }

        private WeirException destinationWentBack() {
            LedgerEntry committed = restored.committed();
            String reason = ledger.sequence() == 0
                    ? "its ledger is empty, though " + committed.sequence() + " units were committed"
                    : "its ledger went back by " + (committed.sequence() - ledger.sequence()) + " committed units";
            return new WeirException(
                    ErrorCode.COMMIT_LOST,
                    "Cannot start " + context.describeShard(restored.shard()) + ": " + reason + ": " + comparison()
                            + "; check that the job addresses the right destination, that its name and the sink's uid are"
                            + " the ones it had, and that nobody dropped its ledger; if the destination was restored"
                            + " from a backup, start the job from a checkpoint or savepoint of that time"
                            + (isEmpty()
                                    ? "; if this is a copy of the job with a ledger of its own, choose"
                                            + " RewindPolicy.FORK"
                                    : ""));
        }

        private WeirException refusal(String why, String remedy) {
            return new WeirException(
                    ErrorCode.REWIND,
                    "Cannot start " + context.describeShard(restored.shard()) + ": " + rewind()
                            + (why.isEmpty() ? "" : ", and " + why) + ": " + comparison() + "; " + remedy);
        }

        private String rewind() {
            if (checkpoint == null) {
                return "the job starts fresh, but the ledger holds " + ledger.sequence() + " units of an earlier start";
            }
            if (isAhead()) {
                LedgerEntry last = restored.last();
                return "the ledger is ahead of " + checkpoint + " by "
                        + (ledger.sequence() - last.sequence()) + " units ("
                        + (ledger.position() - last.position()) + " records)";
            }
            if (restored.last().lineage().equals(ledger.lineage())) {
                return "the ledger holds another unit under a number that " + checkpoint + " has given";
            }
            return "the ledger holds units of another lineage than " + checkpoint;
        }

        private String choices() {
            return "RewindPolicy.SKIP_IDENTICAL (skips the records that the destination already has, as long as the job"
                    + " produces them again unchanged) or RewindPolicy.FORK (goes on in a new lineage; records after"
                    + " the checkpoint arrive a second time)";
        }

        private String comparison() {
            LedgerEntry last = restored.last();
            return "ledger " + describe(ledger) + ", " + (checkpoint == null ? "fresh start" : checkpoint) + " "
                    + describe(last) + " with " + restored.pending().size() + " units pending";
        }

        private static String describe(LedgerEntry entry) {
            return "[lineage=" + (entry.lineage().isEmpty() ? "none" : entry.lineage()) + " sequence="
                    + entry.sequence() + " position=" + entry.position() + " digest="
                    + Long.toHexString(entry.digest()) + "]";
        }
    }

    /** The numbers of the next unit's predecessor. */
    LedgerEntry last() {
        if (pending.isEmpty()) {
            return committed;
        }
        CommitUnit newest = pending.get(pending.size() - 1).unit();
        return committed.after(newest);
    }
}
