package dev.weir.consistency.live;

import dev.weir.codec.Codec;
import dev.weir.codec.CodecRegistry;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.sink.InsuredShard;
import dev.weir.sink.LedgerEntry;
import dev.weir.sink.LedgerShard;
import dev.weir.sink.PreparedUnit;
import dev.weir.sink.ShardContext;
import dev.weir.sink.Sink;
import dev.weir.sink.SinkTransaction;
import dev.weir.sink.SupportsTwoPhaseCommit;
import dev.weir.sink.SupportsWriteAheadLog;
import dev.weir.sink.TransactionShard;
import dev.weir.sink.UnitRecords;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sinks that tell what their ports say is committed. */
final class ReportedSink {
    private ReportedSink() {}

    /** The sink itself if the strategy commits nothing. */
    @SuppressWarnings("unchecked")
    static <T> Sink<T> of(Sink<T> sink, DeliveryStrategy strategy, Consumer<Report> journal) {
        boolean logged = sink instanceof SupportsWriteAheadLog<?>;
        boolean transactional = sink instanceof SupportsTwoPhaseCommit<?>;
        return switch (strategy) {
            case WRITE_AHEAD_LOG -> logged ? new Logged<>((SupportsWriteAheadLog<T>) sink, journal) : sink;
            case TWO_PHASE, TWO_PHASE_INSURED -> {
                if (logged && transactional) {
                    yield new Both<>((SupportsWriteAheadLog<T>) sink, (SupportsTwoPhaseCommit<T>) sink, journal);
                }
                yield transactional ? new Transactional<>((SupportsTwoPhaseCommit<T>) sink, journal) : sink;
            }
            case IDEMPOTENT, AT_LEAST_ONCE -> sink;
        };
    }

    private record Logged<T>(SupportsWriteAheadLog<T> sink, Consumer<Report> journal)
            implements SupportsWriteAheadLog<T> {
        @Override
        public Codec<T> recordCodec(CodecRegistry registry) {
            return sink.recordCodec(registry);
        }

        @Override
        public LedgerShard<T> openShard(ShardContext context) throws Exception {
            return new Ledger<>(sink.openShard(context), context, journal);
        }

        @Override
        public String kind() {
            return sink.kind();
        }

        @Override
        public List<DeliveryStrategy> strategies() {
            return sink.strategies();
        }
    }

    private record Transactional<T>(SupportsTwoPhaseCommit<T> sink, Consumer<Report> journal)
            implements SupportsTwoPhaseCommit<T> {
        @Override
        public TransactionShard<T> openTransactionShard(ShardContext context) throws Exception {
            return new Transactions<>(sink.openTransactionShard(context), context, journal);
        }

        @Override
        public String kind() {
            return sink.kind();
        }

        @Override
        public List<DeliveryStrategy> strategies() {
            return sink.strategies();
        }
    }

    private record Both<T>(
            SupportsWriteAheadLog<T> logged, SupportsTwoPhaseCommit<T> transactional, Consumer<Report> journal)
            implements SupportsWriteAheadLog<T>, SupportsTwoPhaseCommit<T> {
        @Override
        public Codec<T> recordCodec(CodecRegistry registry) {
            return logged.recordCodec(registry);
        }

        @Override
        public LedgerShard<T> openShard(ShardContext context) throws Exception {
            return new Ledger<>(logged.openShard(context), context, journal);
        }

        @Override
        public TransactionShard<T> openTransactionShard(ShardContext context) throws Exception {
            TransactionShard<T> shard = transactional.openTransactionShard(context);
            return shard instanceof InsuredShard<T> both
                    ? new Insured<>(both, context, journal)
                    : new Transactions<>(shard, context, journal);
        }

        @Override
        public String kind() {
            return logged.kind();
        }

        @Override
        public List<DeliveryStrategy> strategies() {
            return logged.strategies();
        }
    }

    private record Ledger<T>(LedgerShard<T> shard, ShardContext context, Consumer<Report> journal)
            implements LedgerShard<T> {
        @Override
        public LedgerEntry fence() {
            return shard.fence();
        }

        @Override
        public @Nullable LedgerEntry read() {
            return shard.read();
        }

        @Override
        public CommitOutcome apply(LedgerEntry expected, CommitUnit unit, UnitRecords<T> records) {
            return reported(shard.apply(expected, unit, records), unit, context, journal);
        }

        @Override
        public void close() {
            shard.close();
        }
    }

    private record Transactions<T>(TransactionShard<T> shard, ShardContext context, Consumer<Report> journal)
            implements TransactionShard<T> {
        @Override
        public @Nullable LedgerEntry fence() {
            return shard.fence();
        }

        @Override
        public SinkTransaction<T> begin(String lineage, long sequence) {
            return shard.begin(lineage, sequence);
        }

        @Override
        public CommitOutcome commit(PreparedUnit prepared) {
            return reported(shard.commit(prepared), prepared.unit(), context, journal);
        }

        @Override
        public void abortAllBut(List<byte[]> handles) {
            shard.abortAllBut(handles);
        }

        @Override
        public void close() {
            shard.close();
        }
    }

    private record Insured<T>(InsuredShard<T> shard, ShardContext context, Consumer<Report> journal)
            implements InsuredShard<T> {
        @Override
        public LedgerEntry fence() {
            return shard.fence();
        }

        @Override
        public @Nullable LedgerEntry read() {
            return shard.read();
        }

        @Override
        public SinkTransaction<T> begin(String lineage, long sequence) {
            return shard.begin(lineage, sequence);
        }

        @Override
        public CommitOutcome commit(PreparedUnit prepared) {
            return reported(shard.commit(prepared), prepared.unit(), context, journal);
        }

        @Override
        public CommitOutcome apply(LedgerEntry expected, CommitUnit unit, UnitRecords<T> records) {
            return reported(shard.apply(expected, unit, records), unit, context, journal);
        }

        @Override
        public void abortAllBut(List<byte[]> handles) {
            shard.abortAllBut(handles);
        }

        @Override
        public void close() {
            shard.close();
        }
    }

    private static CommitOutcome reported(
            CommitOutcome outcome, CommitUnit unit, ShardContext context, Consumer<Report> journal) {
        if (outcome instanceof CommitOutcome.Committed || outcome instanceof CommitOutcome.AlreadyCommitted) {
            journal.accept(new Report.Acknowledged(context.shard(), context.attempt(), unit));
        }
        return outcome;
    }
}
