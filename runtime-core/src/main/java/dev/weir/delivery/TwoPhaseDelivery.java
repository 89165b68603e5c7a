package dev.weir.delivery;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.sink.SinkTransaction;
import dev.weir.sink.SupportsTwoPhaseCommit;
import dev.weir.sink.TransactionShard;
import dev.weir.state.OperatorSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Exactly once through prepared transactions, as long as the destination keeps them.
 *
 * <p>Records go into an open transaction; the barrier closes it, and the next record opens another one while the first
 * is being prepared by the thread that writes snapshots. Its handle is in the checkpoint. A crash before the checkpoint
 * is complete: the next attempt does not find the handle there and aborts the transaction. A crash after it: the next
 * attempt finds the handle and commits, which may be repeated. Old attempts are fenced before either, since one that
 * still lives could prepare, commit or abort under our feet. A unit without records has a number and no transaction.
 *
 * <p>There is no ledger, so a job that is started from a checkpoint before the newest is not noticed here; a transaction
 * that the destination has dropped is {@code COMMIT_LOST}.
 */
final class TwoPhaseDelivery<T> implements Delivery<T> {
    private static final int MOST_UNITS_WAITING = 4;

    private final SupportsTwoPhaseCommit<T> sink;
    private final DeliveryContext context;
    private final Map<Integer, TransactionShard<T>> ports = new TreeMap<>();

    private volatile @Nullable Recovered<T> recovered;
    private volatile boolean caughtUp;
    private volatile boolean closed;

    /** What exists once the checkpoint was taken over. */
    private record Recovered<T>(Filled<T> filled, List<Resting> resting, List<TransactionCommitter> committers) {}

    /** A shard that nobody fills. */
    private record Resting(int shard, long sequence, UnitQueue<SealedTransaction> queue) {}

    /** The shard that this subtask fills; confined to the task's thread. */
    private static final class Filled<T> {
        private final String lineage;
        private final TransactionShard<T> port;
        private final UnitQueue<SealedTransaction> queue;
        private long sequence;
        private @Nullable SinkTransaction<T> open;

        Filled(String lineage, TransactionShard<T> port, UnitQueue<SealedTransaction> queue, long sequence) {
            this.lineage = lineage;
            this.port = port;
            this.queue = queue;
            this.sequence = sequence;
        }
    }

    TwoPhaseDelivery(SupportsTwoPhaseCommit<T> sink, DeliveryContext context) {
        this.sink = sink;
        this.context = context;
    }

    @Override
    public void fence() {
        for (int shard : context.ownedShards().toArray()) {
            TransactionShard<T> port = ports.get(shard);
            if (port == null) {
                port = open(shard);
                ports.put(shard, port);
            }
            port.fence();
        }
    }

    private TransactionShard<T> open(int shard) {
        try {
            return sink.openTransactionShard(new SubtaskContext(context, shard));
        } catch (Exception e) {
            throw ConnectorFailure.of("open " + context.describeShard(shard), e);
        }
    }

    @Override
    public void recover(String lineage, List<byte[]> restored) {
        Map<Integer, TwoPhaseState.Shard> states = TwoPhaseState.parse(context, restored);
        @Nullable Filled<T> filled = null;
        List<Resting> resting = new ArrayList<>();
        List<TransactionCommitter> committers = new ArrayList<>();
        for (Map.Entry<Integer, TransactionShard<T>> owned : ports.entrySet()) {
            int shard = owned.getKey();
            TransactionShard<T> port = owned.getValue();
            TwoPhaseState.Shard state = states.getOrDefault(shard, new TwoPhaseState.Shard(shard, 0, List.of()));
            UnitQueue<SealedTransaction> queue = new UnitQueue<>(state.pending());
            committers.add(new TransactionCommitter(context, shard, port, queue, state.pending()));
            if (shard == context.subtaskIndex()) {
                filled = new Filled<>(lineage, port, queue, state.sequence());
            } else {
                resting.add(new Resting(shard, state.sequence(), queue));
            }
        }
        if (filled == null) {
            throw new WeirException(
                    ErrorCode.INTERNAL,
                    "Cannot recover " + context.describeSink() + ": it was not fenced first; report this as a defect");
        }
        recovered = new Recovered<>(filled, List.copyOf(resting), List.copyOf(committers));
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

    @Override
    public boolean recovered() {
        return caughtUp;
    }

    @Override
    public void write(T value, long timestamp) throws Exception {
        Filled<T> filled = afterRecovery().filled();
        SinkTransaction<T> transaction = filled.open;
        if (transaction == null) {
            transaction = filled.port.begin(filled.lineage, filled.sequence + 1);
            filled.open = transaction;
        }
        transaction.write(value);
    }

    /** Counts as {@link WriteAheadLogDelivery#mayWrite} does. */
    @Override
    public boolean mayWrite() {
        return afterRecovery().filled().queue.backlog() <= MOST_UNITS_WAITING;
    }

    @Override
    public void endInput() {}

    @Override
    public OperatorSnapshot seal(long checkpointId) {
        Recovered<T> current = afterRecovery();
        Filled<T> filled = current.filled();
        filled.sequence++;
        SinkTransaction<T> transaction = filled.open;
        if (transaction != null) {
            filled.open = null;
            filled.queue.add(new SealedTransaction(
                    filled.lineage, filled.sequence, checkpointId, transaction, context.faults()));
        }
        List<TwoPhaseState.Shard> shards = new ArrayList<>();
        shards.add(stateOf(context.subtaskIndex(), filled.sequence, filled.queue));
        current.resting().forEach(shard -> shards.add(stateOf(shard.shard(), shard.sequence(), shard.queue())));
        TwoPhaseState state = new TwoPhaseState(shards);
        return new OperatorSnapshot(null, List.of(), state::prepareAll);
    }

    private static TwoPhaseState.Shard stateOf(int shard, long sequence, UnitQueue<SealedTransaction> queue) {
        return new TwoPhaseState.Shard(shard, sequence, queue.content().pending());
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
        List<TransactionCommitter> committers = afterRecovery().committers();
        for (TransactionCommitter committer : committers) {
            wait = Math.min(wait, committer.step());
        }
        if (!caughtUp) {
            caughtUp = committers.stream().allMatch(TransactionCommitter::clean);
        }
        return wait;
    }

    @Override
    public boolean drained() {
        return afterRecovery().committers().stream()
                .allMatch(committer -> committer.queue().backlog() == 0);
    }

    /** Aborts the open transaction. Sealed ones may be in a complete checkpoint: the next attempt knows. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        Recovered<T> current = recovered;
        SinkTransaction<T> open = current == null ? null : current.filled().open;
        try {
            if (open != null) {
                open.abort();
            }
        } finally {
            ports.values().forEach(TransactionShard::close);
        }
    }
}
