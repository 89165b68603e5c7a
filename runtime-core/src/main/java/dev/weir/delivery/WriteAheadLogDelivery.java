package dev.weir.delivery;

import dev.weir.codec.Codec;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.sink.LedgerEntry;
import dev.weir.sink.LedgerShard;
import dev.weir.sink.SupportsWriteAheadLog;
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
final class WriteAheadLogDelivery<T> implements Delivery<T> {
    /** So many units may be ready for their commit before the task holds its input back. */
    private static final int MOST_UNITS_WAITING = 4;

    private final SupportsWriteAheadLog<T> sink;
    private final DeliveryContext context;
    private final RecordFraming<T> framing;
    private final Map<Integer, LedgerShard<T>> ports = new TreeMap<>();
    private final Map<Integer, LedgerEntry> fenced = new TreeMap<>();

    private volatile @Nullable Recovered<T> recovered;
    private volatile boolean caughtUp;
    private volatile boolean closed;

    /** What exists once the checkpoint was taken over. */
    private record Recovered<T>(
            UnitWriter<T> writer, Tail filled, List<Resting> resting, List<LedgerCommitter<T>> committers) {}

    /** A shard that nobody fills, and where its stream stopped. */
    private record Resting(int shard, StreamPosition stream, Tail tail) {
        ShardState state() {
            return tail.stateOf(shard, stream, null);
        }
    }

    /** The end of a shard's chain: what the ledger held at recovery, and what came and comes after. */
    private record Tail(LedgerEntry ledger, UnitQueue<SealedUnit> queue) {
        ShardState stateOf(int shard, StreamPosition stream, @Nullable StreamPosition skipUntil) {
            UnitQueue.Content<SealedUnit> content = queue.content();
            SealedUnit last = content.lastCommitted();
            LedgerEntry committed = last == null ? ledger : ledger.after(last.unit());
            return new ShardState(shard, committed, stream, skipUntil, content.pending());
        }
    }

    WriteAheadLogDelivery(SupportsWriteAheadLog<T> sink, DeliveryContext context) {
        this.sink = sink;
        this.context = context;
        Codec<T> codec = sink.recordCodec(context.codecs());
        this.framing = new RecordFraming<>(codec);
    }

    @Override
    public void fence() {
        for (int shard : context.ownedShards().toArray()) {
            LedgerShard<T> port = ports.get(shard);
            if (port == null) {
                port = open(shard);
                ports.put(shard, port);
            }
            fenced.put(shard, port.fence());
        }
    }

    private LedgerShard<T> open(int shard) {
        try {
            return sink.openShard(new SubtaskContext(context, shard));
        } catch (Exception e) {
            throw ConnectorFailure.of("open " + context.describeShard(shard), e);
        }
    }

    @Override
    public void recover(String lineage, List<byte[]> restored) {
        RestoredStates states = RestoredStates.parse(context, restored);
        RecordFraming<T> forCommits = framing.duplicate();
        @Nullable UnitWriter<T> writer = null;
        @Nullable Tail filled = null;
        List<LedgerCommitter<T>> committers = new ArrayList<>();
        List<Resting> resting = new ArrayList<>();
        for (Map.Entry<Integer, LedgerEntry> owned : fenced.entrySet()) {
            int shard = owned.getKey();
            LedgerEntry ledger = owned.getValue();
            ShardState state = states.of(shard);
            ShardRecovery recovery =
                    new ShardRecovery.Situation(context, states.checkpoint(), state, ledger, lineage).decide();
            states.requireReadable(recovery.pending(), framing.fingerprint());
            UnitQueue<SealedUnit> queue = new UnitQueue<>(recovery.pending());
            Tail tail = new Tail(ledger, queue);
            committers.add(new LedgerCommitter<>(context, shard, port(shard), forCommits, queue, ledger));
            if (shard == context.subtaskIndex()) {
                writer = new UnitWriter<>(context, shard, lineage, framing, recovery);
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

    private LedgerShard<T> port(int shard) {
        LedgerShard<T> port = ports.get(shard);
        if (port == null) {
            throw new IllegalStateException("shard " + shard + " is not open");
        }
        return port;
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
            caughtUp = afterRecovery().committers().stream()
                    .noneMatch(committer -> committer.queue().holdsRestored());
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
     * Units whose checkpoint is not complete do not count: only a later barrier can get them out of the way, and it
     * would not come through if the input were held back.
     */
    @Override
    public boolean mayWrite() {
        return afterRecovery().filled().queue().backlog() <= MOST_UNITS_WAITING;
    }

    @Override
    public void endInput() {
        afterRecovery().writer().endInput();
    }

    @Override
    public OperatorSnapshot seal(long checkpointId) {
        Recovered<T> current = afterRecovery();
        UnitWriter<T> writer = current.writer();
        SealedUnit sealed = writer.seal(checkpointId);
        current.filled().queue().add(sealed);
        List<ShardState> shards = new ArrayList<>();
        shards.add(current.filled().stateOf(context.subtaskIndex(), writer.position(), writer.skipUntil()));
        if (shards.get(0).pending().size() > MOST_UNITS_WAITING) {
            sealed.segment().forgetMemory();
        }
        current.resting().forEach(shard -> shards.add(shard.state()));
        WriteAheadLogState state = new WriteAheadLogState(checkpointId, framing.fingerprint(), shards);
        List<PendingFile> files = shards.stream()
                .flatMap(shard -> shard.pending().stream())
                .flatMap(unit -> unit.segment().pendingFiles().stream())
                .toList();
        return new OperatorSnapshot(null, files, state::toBytes);
    }

    @Override
    public void checkpointCompleted(long checkpointId) {
        Recovered<T> current = recovered;
        if (current != null) {
            current.committers().forEach(committer -> committer.queue().checkpointCompleted(checkpointId));
        }
    }

    @Override
    public long step() {
        long wait = IDLE;
        for (LedgerCommitter<T> committer : afterRecovery().committers()) {
            wait = Math.min(wait, committer.step());
        }
        noteWhetherCaughtUp();
        return wait;
    }

    @Override
    public boolean drained() {
        return afterRecovery().committers().stream()
                .allMatch(committer -> committer.queue().backlog() == 0);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        ports.values().forEach(LedgerShard::close);
        Recovered<T> current = recovered;
        if (current != null) {
            try {
                current.writer().abandon();
                for (SealedUnit unit : current.filled().queue().content().pending()) {
                    unit.segment().abandon();
                }
            } catch (IOException e) {
                throw new WeirException(
                        ErrorCode.CHECKPOINT_STORE,
                        "Cannot close an unfinished segment of " + context.describeSink() + ": " + e
                                + "; no data are lost, but check the checkpoint store",
                        e);
            }
        }
    }
}
