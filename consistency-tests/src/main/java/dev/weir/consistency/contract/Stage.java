package dev.weir.consistency.contract;

import dev.weir.codec.CodecRegistry;
import dev.weir.consistency.contract.Rule.BrokenRule;
import dev.weir.consistency.contract.Rule.NotApplicable;
import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.history.Promise;
import dev.weir.consistency.history.Witness;
import dev.weir.consistency.history.Workload;
import dev.weir.consistency.subject.Destination;
import dev.weir.consistency.subject.SinkUnderTest;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.sink.LedgerShard;
import dev.weir.sink.Sink;
import dev.weir.sink.SinkWriter;
import dev.weir.sink.SupportsIdempotentWriter;
import dev.weir.sink.SupportsTwoPhaseCommit;
import dev.weir.sink.SupportsWriteAheadLog;
import dev.weir.sink.SupportsWriter;
import dev.weir.sink.TransactionShard;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * What a rule is tried on: an empty destination, and ports of as many attempts as the rule wants, each with a sink of its own as if in
 * a process of its own. All calls are noted.
 *
 * <p><b>Threading:</b> the rule's thread; ports may be used by threads that the rule starts.
 */
@SuppressWarnings("try") // close() may be interrupted like any other call
final class Stage implements AutoCloseable {
    private static final Workload WORKLOAD = new Workload(5, 1, 10_000, 3);

    private final SinkUnderTest subject;
    private final Destination destination;
    private final DeliveryStrategy strategy;
    private final Trace trace = new Trace();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    Stage(SinkUnderTest subject, Destination destination, DeliveryStrategy strategy) {
        this.subject = subject;
        this.destination = destination;
        this.strategy = strategy;
    }

    /** The calls so far. */
    List<Witness.Step> steps() {
        return trace.steps();
    }

    DeliveryStrategy strategy() {
        return strategy;
    }

    Promise promise() {
        return subject.promise(strategy);
    }

    Sink<OutputRecord> sink() throws Exception {
        return subject.create(destination.address(), strategy);
    }

    private <S> S sink(Class<S> ability) throws Exception {
        Sink<OutputRecord> sink = sink();
        if (!ability.isInstance(sink)) {
            throw new BrokenRule(
                    sink.kind() + " is not a " + ability.getSimpleName() + ", which " + strategy + " needs");
        }
        return ability.cast(sink);
    }

    LedgerShard<OutputRecord> ledger(long attempt) throws Exception {
        return ledger(PortContext.of(attempt));
    }

    @SuppressWarnings("unchecked")
    LedgerShard<OutputRecord> ledger(PortContext context) throws Exception {
        LedgerShard<OutputRecord> shard =
                (LedgerShard<OutputRecord>) sink(SupportsWriteAheadLog.class).openShard(context);
        open.push(shard);
        return trace.of(LedgerShard.class, shard, context);
    }

    TransactionShard<OutputRecord> transactions(long attempt) throws Exception {
        return transactions(PortContext.of(attempt));
    }

    @SuppressWarnings("unchecked")
    TransactionShard<OutputRecord> transactions(PortContext context) throws Exception {
        TransactionShard<OutputRecord> shard = (TransactionShard<OutputRecord>)
                sink(SupportsTwoPhaseCommit.class).openTransactionShard(context);
        open.push(shard);
        return trace.of(TransactionShard.class, shard, context);
    }

    @SuppressWarnings("unchecked")
    SinkWriter<OutputRecord> writer(long attempt) throws Exception {
        PortContext context = PortContext.of(attempt);
        SinkWriter<OutputRecord> writer = strategy == DeliveryStrategy.IDEMPOTENT
                ? (SinkWriter<OutputRecord>)
                        sink(SupportsIdempotentWriter.class).createIdempotentWriter(context)
                : (SinkWriter<OutputRecord>) sink(SupportsWriter.class).createWriter(context);
        open.push(writer);
        return trace.of(SinkWriter.class, writer, context);
    }

    /** Records from one offset up to before another, as an attempt would give them. */
    List<OutputRecord> records(long attempt, int from, int to) {
        List<OutputRecord> records = new ArrayList<>();
        long[] hashes = new long[WORKLOAD.keysPerPartition()];
        long[] counts = new long[WORKLOAD.keysPerPartition()];
        for (int key = 0; key < hashes.length; key++) {
            hashes[key] = WORKLOAD.firstHash(key);
        }
        for (int offset = 0; offset < to; offset++) {
            int key = (int) WORKLOAD.keyOf(0, offset);
            hashes[key] = Workload.nextHash(hashes[key], offset);
            counts[key]++;
            if (offset >= from) {
                records.add(new OutputRecord(0, offset, key, counts[key], hashes[key], 0, attempt, 0));
            }
        }
        return records;
    }

    /** The unit that ends a shard's stream at this position. */
    CommitUnit unit(long sequence, int from, int to) {
        long digest = to == 0 ? 0 : records(0, to - 1, to).get(0).hash();
        return new CommitUnit("contract", sequence, sequence, to - from, to, digest);
    }

    MemoryRecords unitRecords(Collection<OutputRecord> records) throws Exception {
        CodecRegistry registry = CodecRegistry.of(List.of(OutputRecord.class), Map.of());
        @SuppressWarnings("unchecked")
        SupportsWriteAheadLog<OutputRecord> sink =
                (SupportsWriteAheadLog<OutputRecord>) sink(SupportsWriteAheadLog.class);
        return new MemoryRecords(List.copyOf(records), sink.recordCodec(registry));
    }

    List<OutputRecord> visible() throws Exception {
        List<OutputRecord> records = new ArrayList<>();
        destination.read(records::add);
        trace.note("reader", "sees " + Trace.offsets(records));
        return records;
    }

    /** A committed reader sees just these, in any order. */
    void expectVisible(Collection<OutputRecord> expected, String when) throws Exception {
        List<OutputRecord> seen = visible();
        List<OutputRecord> surplus = new ArrayList<>(seen);
        expected.forEach(surplus::remove);
        List<OutputRecord> missing = new ArrayList<>(expected);
        seen.forEach(missing::remove);
        if (!surplus.isEmpty() || !missing.isEmpty()) {
            throw new BrokenRule(when + " a reader sees the records of offsets " + Trace.offsets(seen) + " instead of "
                    + Trace.offsets(expected));
        }
    }

    void expect(boolean condition, String otherwise) throws BrokenRule {
        if (!condition) {
            throw new BrokenRule(otherwise);
        }
    }

    /** Something that a port does. */
    interface Call {
        void run() throws Exception;
    }

    /** The call is refused because a newer attempt owns the shard. */
    void expectFenced(String what, Call call) throws Exception {
        try {
            call.run();
        } catch (WeirException e) {
            expect(e.code() == ErrorCode.FENCED, what + " threw " + e.code() + " instead of FENCED: " + e.getMessage());
            return;
        }
        throw new BrokenRule(what + " was not refused");
    }

    List<String> inDoubt() throws Exception {
        if (destination instanceof Destination.SupportsInDoubt inDoubt) {
            return inDoubt.inDoubt();
        }
        throw new NotApplicable("the destination does not list transactions");
    }

    @Override
    public void close() throws Exception {
        Exception failure = null;
        for (AutoCloseable each : open) {
            try {
                each.close();
            } catch (Exception e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
