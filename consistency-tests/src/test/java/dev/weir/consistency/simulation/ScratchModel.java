package dev.weir.consistency.simulation;

import dev.weir.codec.Codec;
import dev.weir.codec.CodecRegistry;
import dev.weir.consistency.history.Event;
import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.job.OutputCodec;
import dev.weir.consistency.model.*;
import dev.weir.error.*;
import dev.weir.fault.*;
import dev.weir.sink.*;
import java.util.*;
import java.util.function.Consumer;

final class ScratchModel implements ModelDestination {
    final Map<Integer, LedgerEntry> entries = new HashMap<>();
    final List<OutputRecord> rows = new ArrayList<>();
    int seen;

    @Override
    public List<DeliveryStrategy> strategies() {
        return List.of(DeliveryStrategy.WRITE_AHEAD_LOG);
    }

    LedgerEntry entry(int shard) {
        return entries.getOrDefault(shard, LedgerEntry.empty(0));
    }

    final class LedgerSink implements SupportsWriteAheadLog<OutputRecord> {
        final Session session;
        LedgerSink(Session session) { this.session = session; }
        @Override public String kind() { return "scratch"; }
        @Override public Codec<OutputRecord> recordCodec(CodecRegistry registry) { return new OutputCodec(); }
        @Override public LedgerShard<OutputRecord> openShard(ShardContext context) {
            return new LedgerShard<>() {
                private <T> T call(Rpc rpc, java.util.function.Supplier<T> s) {
                    try { return session.network().call(rpc, s); } catch (NetworkException e) {
                        throw new WeirException(ErrorCode.DESTINATION_UNAVAILABLE, "x", e);
                    }
                }
                @Override public LedgerEntry fence() {
                    return call(Rpc.FENCE, () -> {
                        LedgerEntry e = entry(context.shard());
                        if (e.attempt() > context.attempt()) throw new WeirException(ErrorCode.FENCED, "fenced");
                        e = new LedgerEntry(context.attempt(), e.lineage(), e.sequence(), e.position(), e.digest());
                        entries.put(context.shard(), e);
                        session.events().accept(new Event.Fenced(context.clock().nanos(), session.sink(), context.attempt()));
                        return e;
                    });
                }
                @Override public LedgerEntry read() { return call(Rpc.READ, () -> entry(context.shard())); }
                @Override public CommitOutcome apply(LedgerEntry expected, CommitUnit unit, UnitRecords<OutputRecord> records) {
                    List<OutputRecord> list = new ArrayList<>();
                    records.forEach(list::add);
                    context.faults().at(Label.COMMIT_AFTER_LEDGER);
                    context.faults().at(Label.COMMIT_AFTER_RECORDS);
                    CommitOutcome outcome = call(Rpc.APPLY, () -> {
                        LedgerEntry e = entry(context.shard());
                        if (e.attempt() > context.attempt()) throw new WeirException(ErrorCode.FENCED, "fenced");
                        if (e.records(unit)) return new CommitOutcome.AlreadyCommitted();
                        if (!e.equals(expected)) return new CommitOutcome.Lost("lost");
                        rows.addAll(list);
                        entries.put(context.shard(), e.after(unit));
                        return new CommitOutcome.Committed();
                    });
                    context.faults().at(Label.COMMIT_AFTER_COMMIT);
                    return outcome;
                }
                @Override public void close() {}
            };
        }
    }

    @Override public Sink<OutputRecord> connect(Session session) { return new LedgerSink(session); }
    @Override public void sessionLost(Session session) {}
    @Override public void look(String sink, long nanos, Consumer<Event> observer) {
        if (seen < rows.size()) {
            while (seen < rows.size()) observer.accept(new Event.Appeared(nanos, sink, rows.get(seen++)));
            observer.accept(new Event.LookEnded(nanos, sink));
        }
    }
    @Override public List<String> inDoubt() { return List.of(); }
    @Override public long bookkeeping() { return entries.size(); }
}
