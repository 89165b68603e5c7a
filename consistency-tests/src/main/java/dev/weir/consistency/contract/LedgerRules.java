package dev.weir.consistency.contract;

import dev.weir.consistency.contract.Rule.Kind;
import dev.weir.consistency.history.Anomaly;
import dev.weir.consistency.history.OutputRecord;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.sink.LedgerEntry;
import dev.weir.sink.LedgerShard;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/** The rules of {@link LedgerShard}. */
final class LedgerRules {
    private static final Set<DeliveryStrategy> LOGGED =
            EnumSet.of(DeliveryStrategy.WRITE_AHEAD_LOG, DeliveryStrategy.TWO_PHASE_INSURED);
    private static final int RACES = 5;

    private LedgerRules() {}

    private static Rule required(int number, String sentence, Anomaly anomaly, Rule.Attempt attempt) {
        return new Rule(number, Kind.REQUIRED, sentence, LOGGED, anomaly, attempt);
    }

    static List<Rule> all() {
        return List.of(
                required(10, "the first fence finds an empty entry", Anomaly.PHANTOM, LedgerRules::firstFence),
                required(11, "a fence may be repeated", Anomaly.LIVELOCK, LedgerRules::fenceRepeats),
                required(12, "whoever never fenced may read", Anomaly.STUCK_READER, LedgerRules::anybodyReads),
                required(
                        13,
                        "a unit and its entry are there when it is Committed",
                        Anomaly.SILENT_ACKNOWLEDGED_LOSS,
                        LedgerRules::appliesAll),
                required(14, "a unit applied again is AlreadyCommitted", Anomaly.DUPLICATE, LedgerRules::appliedTwice),
                required(
                        15,
                        "a unit that expects another entry writes nothing and is Lost",
                        Anomaly.HOLE_OR_OUT_OF_ORDER_COMMIT,
                        LedgerRules::expectsAnotherEntry),
                required(16, "an older attempt cannot apply", Anomaly.ZOMBIE_WRITE, LedgerRules::olderCannotApply),
                required(17, "an older attempt cannot fence", Anomaly.ZOMBIE_WRITE, LedgerRules::olderCannotFence),
                required(
                        18,
                        "of two owners with the same attempt the first to fence stays",
                        Anomaly.ZOMBIE_WRITE,
                        LedgerRules::sameNumberOtherOwner),
                required(
                        19,
                        "a fence keeps what was committed and raises the attempt",
                        Anomaly.DUPLICATE,
                        LedgerRules::fenceKeepsEntry),
                required(
                        20,
                        "an empty unit is recorded too",
                        Anomaly.HOLE_OR_OUT_OF_ORDER_COMMIT,
                        LedgerRules::emptyUnit),
                required(21, "shards do not know of one another", Anomaly.LIVELOCK, LedgerRules::shardsAreApart),
                required(
                        22,
                        "a unit that cannot be read to its end leaves nothing",
                        Anomaly.TORN_UNIT,
                        LedgerRules::rottenUnit),
                required(23, "a shard may be closed twice", Anomaly.LEAK, LedgerRules::closesTwice),
                required(24, "a closed shard leaves no thread", Anomaly.LEAK, LedgerRules::leavesNoThread),
                new Rule(
                        25,
                        Kind.STOCHASTIC,
                        "of two attempts at once only the newer one applies",
                        LOGGED,
                        Anomaly.ZOMBIE_WRITE,
                        LedgerRules::attemptsRace));
    }

    private static LedgerEntry commit(Stage stage, LedgerShard<OutputRecord> shard, LedgerEntry before, CommitUnit unit)
            throws Exception {
        int to = (int) unit.position();
        int from = to - (int) unit.recordCount();
        CommitOutcome outcome = shard.apply(before, unit, stage.unitRecords(stage.records(1, from, to)));
        stage.expect(
                outcome instanceof CommitOutcome.Committed,
                "unit " + unit.sequence() + " is " + outcome + " instead of Committed");
        return before.after(unit);
    }

    private static void firstFence(Stage stage) throws Exception {
        LedgerEntry entry = stage.ledger(3).fence();
        stage.expect(entry.equals(LedgerEntry.empty(3)), "the entry is " + entry);
    }

    private static void fenceRepeats(Stage stage) throws Exception {
        LedgerShard<OutputRecord> shard = stage.ledger(1);
        LedgerEntry first = shard.fence();
        LedgerEntry second = shard.fence();
        stage.expect(first.equals(second), "the second fence finds " + second + " instead of " + first);
        commit(stage, shard, second, stage.unit(1, 0, 3));
    }

    private static void anybodyReads(Stage stage) throws Exception {
        LedgerShard<OutputRecord> owner = stage.ledger(2);
        LedgerEntry entry = commit(stage, owner, owner.fence(), stage.unit(1, 0, 3));
        LedgerEntry read = stage.ledger(1).read();
        stage.expect(entry.equals(read), "a stranger reads " + read + " instead of " + entry);
        commit(stage, owner, entry, stage.unit(2, 3, 5));
    }

    private static void appliesAll(Stage stage) throws Exception {
        LedgerShard<OutputRecord> shard = stage.ledger(1);
        LedgerEntry entry = commit(stage, shard, shard.fence(), stage.unit(1, 0, 30));
        stage.expectVisible(stage.records(1, 0, 30), "after the first unit");
        LedgerEntry after = commit(stage, shard, entry, stage.unit(2, 30, 35));
        stage.expectVisible(stage.records(1, 0, 35), "after the second unit");
        stage.expect(after.equals(shard.read()), "the entry is " + shard.read() + " instead of " + after);
    }

    private static void appliedTwice(Stage stage) throws Exception {
        LedgerShard<OutputRecord> shard = stage.ledger(1);
        LedgerEntry before = shard.fence();
        CommitUnit unit = stage.unit(1, 0, 3);
        LedgerEntry after = commit(stage, shard, before, unit);
        for (LedgerEntry expected : List.of(before, after)) {
            CommitOutcome again = shard.apply(expected, unit, stage.unitRecords(stage.records(1, 0, 3)));
            stage.expect(again instanceof CommitOutcome.AlreadyCommitted, "the second time it is " + again);
        }
        stage.expectVisible(stage.records(1, 0, 3), "after three times");
    }

    private static void expectsAnotherEntry(Stage stage) throws Exception {
        LedgerShard<OutputRecord> shard = stage.ledger(1);
        LedgerEntry before = shard.fence();
        LedgerEntry notYet = before.after(stage.unit(1, 0, 3));
        CommitOutcome outcome = shard.apply(notYet, stage.unit(2, 3, 5), stage.unitRecords(stage.records(1, 3, 5)));
        stage.expect(outcome instanceof CommitOutcome.Lost, "unit 2 before unit 1 is " + outcome);
        stage.expectVisible(List.of(), "after unit 2 without unit 1");
        stage.expect(before.equals(shard.read()), "the entry is " + shard.read() + " instead of " + before);
        commit(stage, shard, before, stage.unit(1, 0, 3));
    }

    private static void olderCannotApply(Stage stage) throws Exception {
        LedgerShard<OutputRecord> older = stage.ledger(1);
        LedgerEntry entry = commit(stage, older, older.fence(), stage.unit(1, 0, 3));
        LedgerEntry taken = stage.ledger(2).fence();
        for (LedgerEntry expected : List.of(entry, taken)) {
            stage.expectFenced(
                    "apply by attempt 1 after the fence of attempt 2",
                    () -> applyPatiently(
                            older, expected, stage.unit(2, 3, 5), stage.unitRecords(stage.records(1, 3, 5))));
        }
        stage.expectVisible(stage.records(1, 0, 3), "after the older attempt's try");
    }

    /** A session that was ended by the fence is found broken first, which may pass. */
    private static void applyPatiently(
            LedgerShard<OutputRecord> shard, LedgerEntry expected, CommitUnit unit, MemoryRecords records) {
        for (int i = 0; i < 20 && shard.apply(expected, unit, records) instanceof CommitOutcome.RetryLater; i++) {
            Thread.onSpinWait();
        }
    }

    private static void olderCannotFence(Stage stage) throws Exception {
        LedgerShard<OutputRecord> newer = stage.ledger(2);
        LedgerEntry entry = newer.fence();
        stage.expectFenced("fence by attempt 1", () -> stage.ledger(1).fence());
        commit(stage, newer, entry, stage.unit(1, 0, 3));
    }

    private static void sameNumberOtherOwner(Stage stage) throws Exception {
        LedgerShard<OutputRecord> first = stage.ledger(PortContext.of(1).ownedBy("first"));
        LedgerShard<OutputRecord> second = stage.ledger(PortContext.of(1).ownedBy("second"));
        LedgerEntry entry = first.fence();
        stage.expectFenced("fence by another owner of attempt 1", second::fence);
        stage.expectFenced(
                "apply by another owner of attempt 1",
                () -> second.apply(entry, stage.unit(1, 0, 2), stage.unitRecords(stage.records(1, 0, 2))));
        commit(stage, first, entry, stage.unit(1, 0, 3));
        stage.expectVisible(stage.records(1, 0, 3), "after the other owner's try");
    }

    private static void fenceKeepsEntry(Stage stage) throws Exception {
        LedgerShard<OutputRecord> first = stage.ledger(1);
        LedgerEntry entry = commit(stage, first, first.fence(), stage.unit(1, 0, 3));
        first.close();
        LedgerShard<OutputRecord> second = stage.ledger(2);
        LedgerEntry found = second.fence();
        LedgerEntry raised = new LedgerEntry(2, entry.lineage(), entry.sequence(), entry.position(), entry.digest());
        stage.expect(raised.equals(found), "attempt 2 finds " + found + " instead of " + raised);
        commit(stage, second, found, stage.unit(2, 3, 5));
        stage.expectVisible(stage.records(1, 0, 5), "after both attempts");
    }

    private static void emptyUnit(Stage stage) throws Exception {
        LedgerShard<OutputRecord> shard = stage.ledger(1);
        LedgerEntry first = commit(stage, shard, shard.fence(), stage.unit(1, 0, 0));
        stage.expect(first.equals(shard.read()), "after an empty unit the entry is " + shard.read());
        commit(stage, shard, first, stage.unit(2, 0, 3));
        stage.expectVisible(stage.records(1, 0, 3), "after an empty and a full unit");
    }

    private static void shardsAreApart(Stage stage) throws Exception {
        LedgerShard<OutputRecord> first = stage.ledger(1);
        LedgerEntry entry = first.fence();
        LedgerShard<OutputRecord> other = stage.ledger(PortContext.of(2).ofShard(1));
        LedgerEntry others = other.fence();
        stage.expect(others.equals(LedgerEntry.empty(2)), "the other shard's entry is " + others);
        commit(stage, first, entry, stage.unit(1, 0, 3));
        stage.expect(others.equals(other.read()), "the other shard's entry became " + other.read());
    }

    private static void rottenUnit(Stage stage) throws Exception {
        LedgerShard<OutputRecord> shard = stage.ledger(1);
        LedgerEntry entry = shard.fence();
        CommitUnit unit = stage.unit(1, 0, 30);
        MemoryRecords records = stage.unitRecords(stage.records(1, 0, 30));
        try {
            CommitOutcome outcome = shard.apply(entry, unit, records.rotten());
            throw new Rule.BrokenRule("a unit whose end is rotten is " + outcome + " instead of an error");
        } catch (WeirException e) {
            stage.expect(
                    e.code() == ErrorCode.CHECKPOINT_CORRUPT, "the error became " + e.code() + ": " + e.getMessage());
        }
        stage.expectVisible(List.of(), "after a unit with a rotten end");
        stage.expect(entry.equals(shard.read()), "the entry is " + shard.read() + " instead of " + entry);
        commit(stage, shard, entry, unit);
    }

    private static void closesTwice(Stage stage) throws Exception {
        LedgerShard<OutputRecord> shard = stage.ledger(1);
        commit(stage, shard, shard.fence(), stage.unit(1, 0, 3));
        shard.close();
        shard.close();
        stage.ledger(2).close();
        stage.expectVisible(stage.records(1, 0, 3), "after the shard was closed");
    }

    private static void leavesNoThread(Stage stage) throws Exception {
        Threads before = Threads.now();
        LedgerShard<OutputRecord> shard = stage.ledger(1);
        commit(stage, shard, shard.fence(), stage.unit(1, 0, 3));
        shard.close();
        before.expectNoMore();
    }

    private static void attemptsRace(Stage stage) throws Exception {
        LedgerEntry entry = stage.ledger(1).fence();
        List<OutputRecord> expected = new ArrayList<>();
        for (int race = 0; race < RACES; race++) {
            LedgerShard<OutputRecord> older = stage.ledger(2L * race + 1);
            LedgerShard<OutputRecord> newer = stage.ledger(2L * race + 2);
            CommitUnit unit = stage.unit(race + 1, 2 * race, 2 * race + 2);
            MemoryRecords records = stage.unitRecords(stage.records(1, 2 * race, 2 * race + 2));
            LedgerEntry known = entry;
            Callable<CommitOutcome> zombie = () -> older.apply(known, unit, records);
            FutureTask<CommitOutcome> late = new FutureTask<>(zombie);
            Thread thread = new Thread(late, "weir-contract-race");
            thread.setDaemon(true);
            older.fence();
            thread.start();
            LedgerEntry fenced = newer.fence();
            CommitOutcome outcome = newer.apply(fenced, unit, records);
            thread.join();
            stage.expect(
                    outcome instanceof CommitOutcome.Committed || outcome instanceof CommitOutcome.AlreadyCommitted,
                    "the newer attempt's unit is " + outcome);
            expected.addAll(stage.records(1, 2 * race, 2 * race + 2));
            stage.expectVisible(expected, "after two attempts wrote unit " + unit.sequence() + " at once");
            entry = new LedgerEntry(
                            2L * race + 3, fenced.lineage(), fenced.sequence(), fenced.position(), fenced.digest())
                    .after(unit);
        }
    }
}
