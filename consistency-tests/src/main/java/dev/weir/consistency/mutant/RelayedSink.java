package dev.weir.consistency.mutant;

import dev.weir.codec.Codec;
import dev.weir.codec.CodecRegistry;
import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.simulation.Mutation;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.sink.LedgerShard;
import dev.weir.sink.ShardContext;
import dev.weir.sink.Sink;
import dev.weir.sink.SinkContext;
import dev.weir.sink.SinkWriter;
import dev.weir.sink.SupportsIdempotentWriter;
import dev.weir.sink.SupportsTwoPhaseCommit;
import dev.weir.sink.SupportsWriteAheadLog;
import dev.weir.sink.SupportsWriter;
import dev.weir.sink.TransactionShard;
import java.util.List;
import java.util.function.UnaryOperator;

/** A sink whose ports are other ones. */
final class RelayedSink
        implements SupportsWriteAheadLog<OutputRecord>,
                SupportsTwoPhaseCommit<OutputRecord>,
                SupportsIdempotentWriter<OutputRecord>,
                SupportsWriter<OutputRecord> {
    private final Sink<OutputRecord> real;
    private final Ports ports;

    /** What takes the place of each port. */
    private record Ports(
            LedgerChange ledger,
            UnaryOperator<TransactionShard<OutputRecord>> transactions,
            UnaryOperator<SinkWriter<OutputRecord>> writer) {}

    private RelayedSink(Sink<OutputRecord> real, Ports ports) {
        this.real = real;
        this.ports = ports;
    }

    /** Puts another ledger shard in the real one's place. */
    interface LedgerChange {
        /** Leaves it as it is. */
        LedgerChange NONE = (real, context) -> real;

        LedgerShard<OutputRecord> change(LedgerShard<OutputRecord> real, ShardContext context);
    }

    static Mutation ledger(UnaryOperator<LedgerShard<OutputRecord>> ledger) {
        return ledgerOf((real, context) -> ledger.apply(real));
    }

    static Mutation ledgerOf(LedgerChange ledger) {
        return mutation(new Ports(ledger, UnaryOperator.identity(), UnaryOperator.identity()));
    }

    static Mutation transactions(UnaryOperator<TransactionShard<OutputRecord>> transactions) {
        return mutation(new Ports(LedgerChange.NONE, transactions, UnaryOperator.identity()));
    }

    static Mutation writer(UnaryOperator<SinkWriter<OutputRecord>> writer) {
        return mutation(new Ports(LedgerChange.NONE, UnaryOperator.identity(), writer));
    }

    private static Mutation mutation(Ports ports) {
        return new Mutation() {
            @Override
            public Sink<OutputRecord> sink(Sink<OutputRecord> real) {
                return new RelayedSink(real, ports);
            }
        };
    }

    @Override
    public String kind() {
        return real.kind();
    }

    @Override
    public List<DeliveryStrategy> strategies() {
        return real.strategies();
    }

    @Override
    public Codec<OutputRecord> recordCodec(CodecRegistry registry) {
        return logged().recordCodec(registry);
    }

    private SupportsWriteAheadLog<OutputRecord> logged() {
        return (SupportsWriteAheadLog<OutputRecord>) real;
    }

    @Override
    public LedgerShard<OutputRecord> openShard(ShardContext context) throws Exception {
        return ports.ledger().change(logged().openShard(context), context);
    }

    @Override
    public TransactionShard<OutputRecord> openTransactionShard(ShardContext context) throws Exception {
        return ports.transactions().apply(((SupportsTwoPhaseCommit<OutputRecord>) real).openTransactionShard(context));
    }

    @Override
    public SinkWriter<OutputRecord> createIdempotentWriter(SinkContext context) throws Exception {
        return ports.writer().apply(((SupportsIdempotentWriter<OutputRecord>) real).createIdempotentWriter(context));
    }

    @Override
    public SinkWriter<OutputRecord> createWriter(SinkContext context) throws Exception {
        return ports.writer().apply(((SupportsWriter<OutputRecord>) real).createWriter(context));
    }
}
