package dev.weir.delivery;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.sink.InsuredShard;
import dev.weir.sink.LedgerEntry;
import dev.weir.sink.LedgerShard;
import dev.weir.sink.SupportsTwoPhaseCommit;
import dev.weir.sink.SupportsWriteAheadLog;
import dev.weir.sink.TransactionShard;
import dev.weir.state.OperatorSnapshot;
import dev.weir.state.OperatorSnapshot.PendingFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Exactly once through a ledger: the checkpoint holds the bytes, the destination the entry that says how many of them it
 * has.
 *
 * <h2>Which crash is covered by what</h2>
 *
 * A unit goes through these lines; a crash may fall between any two of them, and the next attempt starts from the
 * newest complete checkpoint <i>c</i>.
 *
 * <ol>
 *   <li><b>{@code write}</b> appends to memory or to a file that nothing refers to. Crash: the sources are set back to
 *       <i>c</i> and the records come again.
 *   <li><b>{@code seal}</b> gives the unit its number. Crash: as above; the number is given again, to the same records
 *       or others, and nobody has seen the first.
 *   <li><b>The segment becomes durable</b>, then the state that refers to it, then the checkpoint is complete. Crash
 *       before completion: as above, the file is left over and deleted later. A checkpoint that was given up leaves its unit
 *       in the queue, and every later state lists it with its file, so that the chain has no gap.
 *   <li><b>Complete.</b> From here on the unit is promised. Crash: the state in <i>c</i> lists the unit as pending; the
 *       ledger's entry stands before it; it is applied from the segment before any new record flows.
 *   <li><b>{@code apply}</b>: ledger entry and records in one atomic step, on condition that the entry is the one
 *       expected. Crash before the destination commits: it rolls back, as above. Crash after: the ledger's entry equals
 *       the unit (number, position and digest), so it is skipped. A reply that was lost without a crash is looked up in
 *       the same entry.
 *   <li><b>Recorded</b> in the queue: later states begin after the unit. Crash before: the next state lists it once
 *       more, and the ledger says that it is there.
 * </ol>
 *
 * <p>A unit cannot be applied twice, because the first time changes the entry that the second expects. It cannot be
 * applied by two attempts, because {@code fence} has put the newer number into the entry, and both conditions are
 * checked under the entry's lock; this is why {@code fence} comes before anything is read. It cannot be left out, because the
 * next one expects its entry. And the same number cannot stand for two contents without notice, because the digest is a
 * chain over everything that the shard has ever emitted.
 *
 * <p>What the destination may do on its own is found when the next attempt starts: a ledger that is before the chain
 * of entries in <i>c</i> has forgotten committed units ({@code COMMIT_LOST}), one beyond it means that the job was set
 * back ({@code REWIND}, see {@link ShardRecovery}).
 */
final class UnitDelivery<T> implements Delivery<T> {
    /** So many units may be ready for their commit before the task holds its input back. */
    private static final int MOST_UNITS_WAITING = 4;

    private final DeliveryStrategy strategy;
    private final @Nullable SupportsWriteAheadLog<T> logged;
    private final @Nullable SupportsTwoPhaseCommit<T> transactional;
    private final DeliveryContext context;
    private final DeadLetterBreaker breaker;
    private final @Nullable RecordFraming<T> framing;
    private final Map<Integer, UnitPorts<T>> ports = new TreeMap<>();
    private final Map<Integer, LedgerEntry> ledgers = new TreeMap<>();

    private volatile @Nullable Recovered<T> recovered;
    private volatile boolean caughtUp;
    /** The last one that was completed or aborted. */
    private volatile long settledCheckpoint;
    /** The last one whose units were closed. Confined to the task's thread. */
    private long sealedCheckpoint;

    private volatile boolean closed;

    /** What exists once the checkpoint was taken over. */
    private record Recovered<T>(
            UnitWriter<T> writer, Tail filled, List<Resting> resting, List<UnitCommitter<T>> committers) {}

    /** A shard that nobody fills, and where its stream stopped. */
    private record Resting(int shard, StreamPosition stream, Tail tail) {
        ShardState state() {
            return tail.stateOf(shard, stream, null);
        }
    }

    /** The end of a shard's chain: what the ledger held at recovery, and what came and comes after. */
    private record Tail(LedgerEntry ledger, UnitQueue queue) {
        ShardState stateOf(int shard, StreamPosition stream, @Nullable StreamPosition skipUntil) {
            UnitQueue.Content content = queue.content();
            SealedUnit last = content.lastCommitted();
            LedgerEntry committed = last == null ? ledger : ledger.after(last.unit());
            return new ShardState(shard, committed, stream, skipUntil, content.pending());
        }
    }

    UnitDelivery(
            DeliveryStrategy strategy,
            @Nullable SupportsWriteAheadLog<T> logged,
            @Nullable SupportsTwoPhaseCommit<T> transactional,
            DeliveryContext context) {
        this.strategy = strategy;
        this.logged = logged;
        this.transactional = transactional;
        this.context = context;
        this.breaker = context.breaker();
        this.framing = logged == null ? null : new RecordFraming<>(logged.recordCodec(context.codecs()));
    }

    @Override
    public long highestAttempt() {
        long highest = 0;
        for (int shard : context.ownedShards().toArray()) {
            LedgerShard<T> ledger = ports(shard).ledger();
            LedgerEntry entry = ledger == null ? null : ledger.read();
            if (entry != null) {
                ledgers.put(shard, entry);
                highest = Math.max(highest, entry.attempt());
            }
        }
        return highest;
    }

    @Override
    public void refuseRewind(List<byte[]> restored) {
        RestoredStates states = RestoredStates.parse(context, restored);
        ledgers.forEach((shard, entry) ->
                new ShardRecovery.Situation(context, states.checkpoint(), states.of(shard), entry, "").refuseRewind());
    }

    @Override
    public void fence() {
        for (int shard : context.ownedShards().toArray()) {
            LedgerEntry entry = ports(shard).fence();
            if (entry != null) {
                ledgers.put(shard, entry);
            }
        }
    }

    private UnitPorts<T> ports(int shard) {
        UnitPorts<T> known = ports.get(shard);
        if (known == null) {
            known = open(shard);
            ports.put(shard, known);
        }
        return known;
    }

    private UnitPorts<T> open(int shard) {
        SubtaskContext shardContext = new SubtaskContext(context, shard, breaker);
        @Nullable TransactionShard<T> transactions = null;
        try {
            transactions = transactional == null ? null : transactional.openTransactionShard(shardContext);
            if (transactions instanceof InsuredShard<T> both) {
                return UnitPorts.of(both);
            }
            return new UnitPorts<>(logged == null ? null : logged.openShard(shardContext), transactions);
        } catch (Exception e) {
            if (transactions != null) {
                transactions.close();
            }
            throw ConnectorFailure.of("open " + context.describeShard(shard), e);
        }
    }

    @Override
    public void recover(String lineage, List<byte[]> restored) {
        RestoredStates states = RestoredStates.parse(context, restored);
        @Nullable RecordFraming<T> forCommits = framing == null ? null : framing.duplicate();
        @Nullable UnitWriter<T> writer = null;
        @Nullable Tail filled = null;
        UnitCommitter.Counters counters = new UnitCommitter.Counters(context.metrics());
        List<UnitCommitter<T>> committers = new ArrayList<>();
        List<Resting> resting = new ArrayList<>();
        for (Map.Entry<Integer, UnitPorts<T>> owned : ports.entrySet()) {
            int shard = owned.getKey();
            ShardState state = states.of(shard);
            LedgerEntry found = ledgers.get(shard);
            // Without a ledger the checkpoint's word is all there is; a commit may be repeated then.
            LedgerEntry ledger = found == null ? state.committed() : found;
            ShardRecovery recovery =
                    new ShardRecovery.Situation(context, states.checkpoint(), state, ledger, lineage).decide();
            if (framing != null) {
                states.requireReadable(recovery.pending(), framing.fingerprint());
            }
            requireTransactions(recovery.pending());
            UnitPorts<T> used =
                    found == null ? new UnitPorts<>(null, owned.getValue().transactions()) : owned.getValue();
            UnitQueue queue = new UnitQueue(recovery.pending());
            Tail tail = new Tail(ledger, queue);
            committers.add(new UnitCommitter<>(
                    context, new UnitCommitter.Target<>(shard, used, forCommits, breaker), queue, ledger, counters));
            if (shard == context.subtaskIndex()) {
                UnitWriter.Target<T> target = new UnitWriter.Target<>(
                        found == null ? null : framing,
                        strategy != DeliveryStrategy.TWO_PHASE,
                        used.transactions(),
                        UnitWriter.LARGEST_PART);
                writer = new UnitWriter<>(context, shard, lineage, target, recovery);
                filled = tail;
            } else {
                resting.add(new Resting(shard, recovery.stream(), tail));
            }
        }
        if (writer == null || filled == null) {
            throw new WeirException(
                    ErrorCode.INTERNAL,
                    "Cannot recover " + context.describeSink() + ": it was not fenced first; report this as a defect");
        }
        recovered = new Recovered<>(writer, filled, List.copyOf(resting), List.copyOf(committers));
        noteWhetherCaughtUp();
    }

    /** A checkpoint may have been taken under another strategy of the same sink, whose transactions this one cannot see. */
    private void requireTransactions(List<SealedUnit> pending) {
        if (transactional == null && pending.stream().anyMatch(unit -> unit.transaction() != null)) {
            throw new WeirException(
                    ErrorCode.STATE_INCOMPATIBLE,
                    "Cannot restore " + context.describeSink() + " with " + strategy
                            + ": the checkpoint holds prepared transactions that wait to be committed; start the job"
                            + " with the strategy that it had, stop it with a savepoint, and change the strategy then");
        }
    }

    private Recovered<T> afterRecovery() {
        Recovered<T> current = recovered;
        if (current == null) {
            throw new WeirException(
                    ErrorCode.INTERNAL,
                    "Cannot use " + context.describeSink() + ": recover comes first; report this as a defect");
        }
        return current;
    }

    private void noteWhetherCaughtUp() {
        if (!caughtUp) {
            caughtUp = afterRecovery().committers().stream().allMatch(UnitCommitter::caughtUp);
        }
    }

    @Override
    public boolean recovered() {
        return caughtUp;
    }

    @Override
    public void write(T value, long timestamp) throws Exception {
        afterRecovery().writer().write(value);
    }

    /**
     * Units whose checkpoint was aborted do not count: only a later barrier can get them out of the way, and it would not come
     * through if the input were held back. Nor do those of a checkpoint under way, unless the unit after them is full: that
     * checkpoint needs nothing that is behind its barrier.
     */
    @Override
    public boolean mayWrite() {
        Recovered<T> current = afterRecovery();
        int backlog = current.filled().queue().backlog();
        if (backlog > MOST_UNITS_WAITING) {
            return false;
        }
        boolean commitIsOnItsWay = backlog > 0 || settledCheckpoint < sealedCheckpoint;
        return !(commitIsOnItsWay && current.writer().isFull());
    }

    @Override
    public void endInput() {
        afterRecovery().writer().endInput();
    }

    @Override
    public OperatorSnapshot seal(long checkpointId) {
        Recovered<T> current = afterRecovery();
        sealedCheckpoint = checkpointId;
        UnitWriter<T> writer = current.writer();
        UnitQueue queue = current.filled().queue();
        List<SealedUnit> sealed = writer.seal(checkpointId, queue.isWaiting());
        queue.addAll(sealed);
        List<ShardState> shards = new ArrayList<>();
        shards.add(current.filled().stateOf(context.subtaskIndex(), writer.position(), writer.skipUntil()));
        if (shards.get(0).pending().size() > MOST_UNITS_WAITING) {
            sealed.forEach(SealedUnit::forgetMemory);
        }
        current.resting().forEach(shard -> shards.add(shard.state()));
        UnitState state = new UnitState(checkpointId, framing == null ? "" : framing.fingerprint(), shards);
        List<PendingFile> files = new ArrayList<>();
        for (ShardState shard : shards) {
            for (SealedUnit unit : shard.pending()) {
                files.addAll(unit.pendingFiles());
            }
        }
        return new OperatorSnapshot(null, files, state::toBytes);
    }

    @Override
    public void checkpointCompleted(long checkpointId) {
        Recovered<T> current = recovered;
        if (current != null) {
            current.committers().forEach(committer -> committer.queue().checkpointCompleted(checkpointId));
        }
        settledCheckpoint = checkpointId;
    }

    @Override
    public void checkpointAborted(long checkpointId) {
        settledCheckpoint = checkpointId;
    }

    @Override
    public long step() {
        long wait = IDLE;
        for (UnitCommitter<T> committer : afterRecovery().committers()) {
            wait = Math.min(wait, committer.step());
        }
        noteWhetherCaughtUp();
        return wait;
    }

    @Override
    public boolean drained() {
        for (UnitCommitter<T> committer : afterRecovery().committers()) {
            if (committer.queue().backlog() > 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        Recovered<T> current = recovered;
        try {
            if (current != null) {
                current.writer().abandon();
                for (SealedUnit unit : current.filled().queue().content().pending()) {
                    if (unit.segment() != null) {
                        unit.segment().abandon();
                    }
                }
            }
        } catch (IOException e) {
            throw new WeirException(
                    ErrorCode.CHECKPOINT_STORE,
                    "Cannot close an unfinished segment of " + context.describeSink() + ": " + e
                            + "; no data are lost, but check the checkpoint store",
                    e);
        } finally {
            ports.values().forEach(UnitPorts::close);
        }
    }
}
