package dev.weir.delivery;

import dev.weir.codec.Codec;
import dev.weir.codec.CodecRegistry;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.fault.FaultInjector;
import dev.weir.fault.Label;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.LedgerEntry;
import dev.weir.sink.LedgerShard;
import dev.weir.sink.ShardContext;
import dev.weir.sink.SupportsWriteAheadLog;
import dev.weir.sink.UnitRecords;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A database in memory that survives crashes of the job and fails as it is told. */
final class ModelDestination implements SupportsWriteAheadLog<String> {
    /** What the next calls meet; after that everything goes well. */
    enum Trouble {
        /** {@code apply} is refused for now. */
        BUSY,
        /** {@code apply} commits, and its reply is lost. */
        REPLY_LOST,
        /** {@code apply} does not reach the database, and nobody knows. */
        REQUEST_LOST,
        /** {@code apply} cannot ever succeed. */
        GONE,
        /** Whatever is called does not answer; {@code apply} breaks its contract and throws. */
        UNREACHABLE
    }

    private final Map<Integer, LedgerEntry> ledger = new HashMap<>();
    private final Map<Integer, List<String>> rows = new HashMap<>();
    private final List<CommitUnit> applied = new ArrayList<>();
    private final ArrayDeque<Trouble> troubles = new ArrayDeque<>();
    private final List<Integer> open = new ArrayList<>();
    private String codec = "text";
    private boolean atomic = true;

    void meets(Trouble... next) {
        troubles.addAll(List.of(next));
    }

    void codec(String fingerprint) {
        codec = fingerprint;
    }

    /** Rows become visible before the ledger moves, which is the mistake that tests must be able to see. */
    void forgetAtomicity() {
        atomic = false;
    }

    /** What a transaction of another port does. */
    void commit(int shard, CommitUnit unit, List<String> records) {
        rowsOf(shard).addAll(records);
        ledger.put(shard, entry(shard).after(unit));
        applied.add(unit);
    }

    LedgerEntry entry(int shard) {
        return ledger.getOrDefault(shard, LedgerEntry.empty(0));
    }

    void setEntry(int shard, LedgerEntry entry) {
        ledger.put(shard, entry);
    }

    void dropLedger() {
        ledger.clear();
    }

    List<String> rows(int shard) {
        return rows.getOrDefault(shard, List.of());
    }

    List<String> rows() {
        return rows.values().stream().flatMap(List::stream).toList();
    }

    /** Every unit that was committed, in order of commit. */
    List<CommitUnit> applied() {
        return applied;
    }

    List<Integer> openShards() {
        return open;
    }

    @Override
    public String kind() {
        return "model";
    }

    @Override
    public Codec<String> recordCodec(CodecRegistry registry) {
        return new TextCodec(codec);
    }

    @Override
    public LedgerShard<String> openShard(ShardContext context) {
        open.add(context.shard());
        return new Shard(context.shard(), context.attempt(), context.faults());
    }

    private final class Shard implements LedgerShard<String> {
        private final int shard;
        private final long attempt;
        private final FaultInjector faults;

        Shard(int shard, long attempt, FaultInjector faults) {
            this.shard = shard;
            this.attempt = attempt;
            this.faults = faults;
        }

        @Override
        public LedgerEntry fence() {
            unlessUnreachable();
            requireNotFenced();
            LedgerEntry now = entry(shard);
            LedgerEntry fenced = new LedgerEntry(attempt, now.lineage(), now.sequence(), now.position(), now.digest());
            ledger.put(shard, fenced);
            return fenced;
        }

        @Override
        public LedgerEntry read() {
            unlessUnreachable();
            return ledger.get(shard);
        }

        @Override
        public CommitOutcome apply(LedgerEntry expected, CommitUnit unit, UnitRecords<String> records) {
            if (troubles.peek() == Trouble.BUSY) {
                troubles.remove();
                return new CommitOutcome.RetryLater(new IllegalStateException("busy"));
            }
            if (troubles.peek() == Trouble.REQUEST_LOST) {
                troubles.remove();
                return new CommitOutcome.InDoubt(new IllegalStateException("request lost"));
            }
            if (troubles.peek() == Trouble.GONE) {
                troubles.remove();
                return new CommitOutcome.Lost("the table was dropped");
            }
            unlessUnreachable();
            requireNotFenced();
            LedgerEntry now = entry(shard);
            if (now.records(unit)) {
                return new CommitOutcome.AlreadyCommitted();
            }
            if (!now.equals(expected)) {
                return new CommitOutcome.Lost("the ledger holds " + now + " instead of " + expected);
            }
            faults.at(Label.COMMIT_AFTER_LEDGER);
            List<String> written = atomic ? new ArrayList<>() : rowsOf(shard);
            records.forEach(written::add);
            faults.at(Label.COMMIT_AFTER_RECORDS);
            if (atomic) {
                rowsOf(shard).addAll(written);
            }
            ledger.put(shard, now.after(unit));
            applied.add(unit);
            faults.at(Label.COMMIT_AFTER_COMMIT);
            if (troubles.peek() == Trouble.REPLY_LOST) {
                troubles.remove();
                return new CommitOutcome.InDoubt(new IllegalStateException("reply lost"));
            }
            return new CommitOutcome.Committed();
        }

        private void unlessUnreachable() {
            if (troubles.peek() == Trouble.UNREACHABLE) {
                troubles.remove();
                throw new WeirException(ErrorCode.DESTINATION_UNAVAILABLE, "Cannot reach the model: it is away");
            }
        }

        private void requireNotFenced() {
            if (entry(shard).attempt() > attempt) {
                throw new WeirException(
                        ErrorCode.FENCED,
                        "Cannot use shard " + shard + " as attempt " + attempt + ": "
                                + entry(shard).attempt() + " has taken over");
            }
        }

        @Override
        public void close() {
            open.remove(Integer.valueOf(shard));
        }
    }

    private List<String> rowsOf(int shard) {
        return rows.computeIfAbsent(shard, key -> new ArrayList<>());
    }
}
