package dev.weir.cli.indoubt;

import dev.weir.sink.CommitOutcome;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.LedgerEntry;
import dev.weir.sink.PreparedUnit;
import dev.weir.sink.ShardContext;
import dev.weir.sink.SinkTransaction;
import dev.weir.sink.SupportsTwoPhaseCommit;
import dev.weir.sink.TransactionShard;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A sink that stalls between prepare and commit, so that a kill leaves both kinds of transactions behind. Every shard
 * commits its first unit. The second is prepared, its checkpoint is complete, and its commit is never sent. Of the third
 * units only the first shard's is prepared, so that their checkpoint never is complete.
 */
final class StallingSink<T> implements SupportsTwoPhaseCommit<T> {
    /** Said on standard output when everything is as described. */
    static final String STALLED = "stalled";

    private static final long LAST_COMMITTED = 1;
    private static final long LAST_COMPLETE = 2;

    private final SupportsTwoPhaseCommit<T> target;

    StallingSink(SupportsTwoPhaseCommit<T> target) {
        this.target = target;
    }

    @Override
    public String kind() {
        return target.kind();
    }

    @Override
    public TransactionShard<T> openTransactionShard(ShardContext context) throws Exception {
        return new StallingShard<>(target.openTransactionShard(context), context.shard());
    }

    private static void stall() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    private record StallingShard<T>(TransactionShard<T> target, int shard) implements TransactionShard<T> {
        @Override
        public @Nullable LedgerEntry fence() {
            return target.fence();
        }

        @Override
        public SinkTransaction<T> begin(String lineage, long sequence) {
            return new StallingTransaction<>(target.begin(lineage, sequence), shard);
        }

        @Override
        public CommitOutcome commit(PreparedUnit prepared) {
            if (prepared.unit().sequence() > LAST_COMMITTED) {
                try {
                    stall();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return target.commit(prepared);
        }

        @Override
        public void abortAllBut(List<byte[]> handles) {
            target.abortAllBut(handles);
        }

        @Override
        public void close() {
            target.close();
        }
    }

    private record StallingTransaction<T>(SinkTransaction<T> target, int shard) implements SinkTransaction<T> {
        @Override
        public void write(T value) throws Exception {
            target.write(value);
        }

        @Override
        public byte[] prepare(CommitUnit unit) throws Exception {
            if (unit.sequence() <= LAST_COMPLETE) {
                return target.prepare(unit);
            }
            if (shard == 0) {
                target.prepare(unit);
                System.out.println(STALLED);
            }
            stall();
            throw new IllegalStateException("unit " + unit + " went on after it was stalled");
        }

        @Override
        public void abort() {
            target.abort();
        }
    }
}
