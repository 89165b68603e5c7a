package dev.weir.delivery;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.LedgerEntry;
import dev.weir.sink.PreparedUnit;
import dev.weir.sink.ShardContext;
import dev.weir.sink.SinkTransaction;
import dev.weir.sink.SupportsTwoPhaseCommit;
import dev.weir.sink.TransactionShard;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A database with prepared transactions, in memory; survives crashes of the job and fails as it is told. */
final class ModelTransactions implements SupportsTwoPhaseCommit<String> {
    /** What the next calls meet. */
    enum Trouble {
        BUSY,
        REPLY_LOST,
        GONE,
        UNREACHABLE
    }

    private final Map<Integer, Long> owners = new HashMap<>();
    private final Map<String, List<String>> open = new TreeMap<>();
    private final Map<String, List<String>> prepared = new TreeMap<>();
    private final Set<String> committed = new TreeSet<>();
    private final List<String> rows = new ArrayList<>();
    private final ArrayDeque<Trouble> troubles = new ArrayDeque<>();

    void meets(Trouble... next) {
        troubles.addAll(List.of(next));
    }

    List<String> rows() {
        return rows;
    }

    Set<String> open() {
        return open.keySet();
    }

    Set<String> prepared() {
        return prepared.keySet();
    }

    @Override
    public String kind() {
        return "model-transactions";
    }

    @Override
    public TransactionShard<String> openTransactionShard(ShardContext context) {
        return new Shard(context.shard(), context.attempt());
    }

    private final class Shard implements TransactionShard<String> {
        private final int shard;
        private final long attempt;

        Shard(int shard, long attempt) {
            this.shard = shard;
            this.attempt = attempt;
        }

        @Override
        public @Nullable LedgerEntry fence() {
            requireNotFenced();
            owners.put(shard, attempt);
            return null;
        }

        private void requireNotFenced() {
            if (owners.getOrDefault(shard, 0L) > attempt) {
                throw new WeirException(ErrorCode.FENCED, "Cannot use shard " + shard + ": fenced");
            }
        }

        @Override
        public SinkTransaction<String> begin(String lineage, long sequence) {
            requireNotFenced();
            String name = shard + "/" + attempt + "/" + lineage + "/" + sequence;
            open.put(name, new ArrayList<>());
            return new Transaction(name);
        }

        @Override
        public CommitOutcome commit(PreparedUnit unit) {
            requireNotFenced();
            Trouble trouble = troubles.poll();
            if (trouble == Trouble.BUSY) {
                return new CommitOutcome.RetryLater(new IllegalStateException("busy"));
            }
            if (trouble == Trouble.UNREACHABLE) {
                throw new WeirException(ErrorCode.DESTINATION_UNAVAILABLE, "Cannot reach the model: it is away");
            }
            String name = new String(unit.handle(), StandardCharsets.UTF_8);
            if (trouble == Trouble.GONE) {
                prepared.remove(name);
            }
            if (committed.contains(name)) {
                return new CommitOutcome.AlreadyCommitted();
            }
            List<String> records = prepared.remove(name);
            if (records == null) {
                return new CommitOutcome.Lost("transaction " + name + " is gone");
            }
            rows.addAll(records);
            committed.add(name);
            return trouble == Trouble.REPLY_LOST
                    ? new CommitOutcome.InDoubt(new IllegalStateException("reply lost"))
                    : new CommitOutcome.Committed();
        }

        @Override
        public void abortAllBut(List<byte[]> handles) {
            requireNotFenced();
            if (troubles.peek() == Trouble.UNREACHABLE) {
                troubles.remove();
                throw new WeirException(ErrorCode.DESTINATION_UNAVAILABLE, "Cannot reach the model: it is away");
            }
            Set<String> kept = new TreeSet<>();
            handles.forEach(handle -> kept.add(new String(handle, StandardCharsets.UTF_8)));
            for (Map<String, List<String>> transactions : List.of(open, prepared)) {
                transactions.keySet().removeIf(name -> name.startsWith(shard + "/") && !kept.contains(name));
            }
        }

        @Override
        public void close() {}
    }

    private final class Transaction implements SinkTransaction<String> {
        private final String name;

        Transaction(String name) {
            this.name = name;
        }

        @Override
        public void write(String value) {
            List<String> records = open.get(name);
            if (records == null) {
                throw new IllegalStateException("not open: " + name);
            }
            records.add(value);
        }

        @Override
        public byte[] prepare(CommitUnit unit) {
            List<String> records = open.remove(name);
            if (records == null) {
                throw new WeirException(ErrorCode.FENCED, "Cannot prepare " + name + ": it was aborted");
            }
            prepared.put(name, records);
            return name.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void abort() {
            open.remove(name);
        }
    }
}
