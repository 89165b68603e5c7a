package dev.weir.consistency.simulation;

import dev.weir.consistency.history.OutputRecord;
import dev.weir.error.WeirException;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.LedgerEntry;
import dev.weir.sink.PreparedUnit;
import dev.weir.sink.ShardContext;
import dev.weir.sink.Sink;
import dev.weir.sink.SinkTransaction;
import dev.weir.sink.SupportsTwoPhaseCommit;
import dev.weir.sink.TransactionShard;
import java.util.List;

/** A sink that does not look whether its transaction is still there, neither when it writes nor when it prepares or commits. */
final class BrokenSessionsIgnored implements Mutation {
    @Override
    @SuppressWarnings("unchecked") // every model sink is one of output records
    public Sink<OutputRecord> sink(Sink<OutputRecord> real) {
        SupportsTwoPhaseCommit<OutputRecord> able = (SupportsTwoPhaseCommit<OutputRecord>) real;
        return new SupportsTwoPhaseCommit<>() {
            @Override
            public String kind() {
                return real.kind();
            }

            @Override
            public TransactionShard<OutputRecord> openTransactionShard(ShardContext context) throws Exception {
                return new Shard(able.openTransactionShard(context));
            }
        };
    }

    private record Shard(TransactionShard<OutputRecord> real) implements TransactionShard<OutputRecord> {
        @Override
        public LedgerEntry fence() {
            return real.fence();
        }

        @Override
        public SinkTransaction<OutputRecord> begin(String lineage, long sequence) {
            return new Transaction(real.begin(lineage, sequence));
        }

        @Override
        public CommitOutcome commit(PreparedUnit prepared) {
            return prepared.handle().length == 0 ? new CommitOutcome.Committed() : real.commit(prepared);
        }

        @Override
        public void abortAllBut(List<byte[]> handles) {
            real.abortAllBut(handles);
        }

        @Override
        public void close() {
            real.close();
        }
    }

    private record Transaction(SinkTransaction<OutputRecord> real) implements SinkTransaction<OutputRecord> {
        @Override
        public void write(OutputRecord value) throws Exception {
            try {
                real.write(value);
            } catch (WeirException ignored) {
                // The mistake.
            }
        }

        @Override
        public byte[] prepare(CommitUnit unit) throws Exception {
            try {
                return real.prepare(unit);
            } catch (WeirException ignored) {
                return new byte[0];
            }
        }

        @Override
        public void abort() {
            real.abort();
        }
    }
}
