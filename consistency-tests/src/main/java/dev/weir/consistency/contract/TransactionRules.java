package dev.weir.consistency.contract;

import dev.weir.consistency.contract.Rule.Kind;
import dev.weir.consistency.contract.Rule.NotApplicable;
import dev.weir.consistency.history.Anomaly;
import dev.weir.consistency.history.OutputRecord;
import dev.weir.error.WeirException;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.sink.LedgerEntry;
import dev.weir.sink.PreparedUnit;
import dev.weir.sink.SinkTransaction;
import dev.weir.sink.TransactionShard;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The rules of {@link TransactionShard} and {@link SinkTransaction}. */
final class TransactionRules {
    private static final Set<DeliveryStrategy> TRANSACTIONAL =
            EnumSet.of(DeliveryStrategy.TWO_PHASE, DeliveryStrategy.TWO_PHASE_INSURED);

    private TransactionRules() {}

    private static Rule required(int number, String sentence, Anomaly anomaly, Rule.Attempt attempt) {
        return new Rule(number, Kind.REQUIRED, sentence, TRANSACTIONAL, anomaly, attempt);
    }

    static List<Rule> all() {
        return List.of(
                required(
                        30,
                        "nothing of a transaction is visible before its commit",
                        Anomaly.EARLY_VISIBILITY,
                        TransactionRules::invisible),
                required(
                        31,
                        "a commit makes all of it visible",
                        Anomaly.SILENT_ACKNOWLEDGED_LOSS,
                        TransactionRules::visible),
                required(
                        32,
                        "a commit repeated is AlreadyCommitted",
                        Anomaly.DUPLICATE,
                        TransactionRules::commitRepeats),
                required(33, "what is prepared outlives its session", Anomaly.LOSS, stage -> outlives(stage, true)),
                required(
                        34,
                        "what is prepared is committed by the next attempt while the older one sleeps",
                        Anomaly.LOSS,
                        stage -> outlives(stage, false)),
                required(
                        35,
                        "a transaction that was aborted is Lost",
                        Anomaly.SILENT_ACKNOWLEDGED_LOSS,
                        TransactionRules::abortedIsLost),
                required(
                        36,
                        "abortAllBut leaves what it is told to leave",
                        Anomaly.LOSS,
                        TransactionRules::abortLeavesNamed),
                required(
                        37,
                        "abortAllBut leaves other shards alone",
                        Anomaly.LOSS,
                        TransactionRules::abortLeavesOtherShards),
                required(
                        38,
                        "an older attempt cannot commit",
                        Anomaly.ZOMBIE_WRITE,
                        TransactionRules::olderCannotCommit),
                required(39, "an older attempt cannot abort", Anomaly.ZOMBIE_ABORT, TransactionRules::olderCannotAbort),
                required(
                        40,
                        "an older attempt cannot prepare",
                        Anomaly.ZOMBIE_WRITE,
                        TransactionRules::olderCannotPrepare),
                required(41, "an older attempt cannot fence", Anomaly.ZOMBIE_WRITE, TransactionRules::olderCannotFence),
                required(
                        42,
                        "an empty unit is committed too",
                        Anomaly.HOLE_OR_OUT_OF_ORDER_COMMIT,
                        TransactionRules::empty),
                required(
                        43,
                        "the next unit is filled while the older one waits",
                        Anomaly.LIVELOCK,
                        TransactionRules::nextIsFilled),
                required(
                        44,
                        "an aborted transaction leaves nothing",
                        Anomaly.ABORTED_READ,
                        TransactionRules::abortLeavesNothing),
                new Rule(
                        45,
                        Kind.OPTIONAL,
                        "the next fence finds the entry of the last commit",
                        TRANSACTIONAL,
                        Anomaly.DUPLICATE,
                        TransactionRules::ledgerFollows),
                new Rule(
                        46,
                        Kind.OPTIONAL,
                        "what is prepared is listed until it is committed",
                        TRANSACTIONAL,
                        Anomaly.IN_DOUBT_LEAK,
                        TransactionRules::isListed),
                required(47, "a transaction shard may be closed twice", Anomaly.LEAK, TransactionRules::closesTwice),
                required(48, "a closed transaction shard leaves no thread", Anomaly.LEAK, TransactionRules::noThread));
    }

    private static TransactionShard<OutputRecord> fenced(Stage stage, long attempt) throws Exception {
        TransactionShard<OutputRecord> shard = stage.transactions(attempt);
        shard.fence();
        return shard;
    }

    private static PreparedUnit prepare(Stage stage, TransactionShard<OutputRecord> shard, CommitUnit unit)
            throws Exception {
        int to = (int) unit.position();
        SinkTransaction<OutputRecord> transaction = shard.begin(unit.lineage(), unit.sequence());
        for (OutputRecord record : stage.records(1, to - (int) unit.recordCount(), to)) {
            transaction.write(record);
        }
        return new PreparedUnit(unit, transaction.prepare(unit));
    }

    /** A destination may need a moment after the session that prepared it was ended. */
    private static CommitOutcome settled(TransactionShard<OutputRecord> shard, PreparedUnit prepared) {
        CommitOutcome outcome = shard.commit(prepared);
        for (int i = 0; i < 100 && isUndecided(outcome); i++) {
            outcome = shard.commit(prepared);
        }
        return outcome;
    }

    private static void commit(Stage stage, TransactionShard<OutputRecord> shard, PreparedUnit prepared)
            throws Exception {
        expectCommitted(stage, prepared, settled(shard, prepared));
    }

    private static void expectCommitted(Stage stage, PreparedUnit prepared, CommitOutcome outcome) throws Exception {
        stage.expect(
                outcome instanceof CommitOutcome.Committed,
                "unit " + prepared.unit().sequence() + " is " + outcome + " instead of Committed");
    }

    /**
     * Commits what an older attempt has prepared. One that is insured may have lost it, if it says so and shows nothing: the job
     * has the unit in a segment.
     */
    private static void commitOfPredecessor(Stage stage, TransactionShard<OutputRecord> shard, PreparedUnit prepared)
            throws Exception {
        CommitOutcome outcome = settled(shard, prepared);
        if (stage.strategy() == DeliveryStrategy.TWO_PHASE_INSURED && outcome instanceof CommitOutcome.Lost) {
            stage.expectVisible(List.of(), "after what was prepared is Lost");
            throw new NotApplicable("nothing that is prepared outlives a fence, and the job writes it again");
        }
        expectCommitted(stage, prepared, outcome);
    }

    private static boolean isUndecided(CommitOutcome outcome) {
        return outcome instanceof CommitOutcome.RetryLater || outcome instanceof CommitOutcome.InDoubt;
    }

    private static void invisible(Stage stage) throws Exception {
        TransactionShard<OutputRecord> shard = fenced(stage, 1);
        CommitUnit unit = stage.unit(1, 0, 30);
        SinkTransaction<OutputRecord> transaction = shard.begin(unit.lineage(), 1);
        for (OutputRecord record : stage.records(1, 0, 30)) {
            transaction.write(record);
        }
        stage.expectVisible(List.of(), "while the transaction is open");
        transaction.prepare(unit);
        stage.expectVisible(List.of(), "while the transaction is prepared");
    }

    private static void visible(Stage stage) throws Exception {
        TransactionShard<OutputRecord> shard = fenced(stage, 1);
        commit(stage, shard, prepare(stage, shard, stage.unit(1, 0, 30)));
        stage.expectVisible(stage.records(1, 0, 30), "after the commit");
    }

    private static void commitRepeats(Stage stage) throws Exception {
        TransactionShard<OutputRecord> shard = fenced(stage, 1);
        PreparedUnit prepared = prepare(stage, shard, stage.unit(1, 0, 3));
        commit(stage, shard, prepared);
        CommitOutcome again = shard.commit(prepared);
        stage.expect(again instanceof CommitOutcome.AlreadyCommitted, "the second time it is " + again);
        shard.close();
        CommitOutcome later = fenced(stage, 2).commit(prepared);
        stage.expect(later instanceof CommitOutcome.AlreadyCommitted, "by the next attempt it is " + later);
        stage.expectVisible(stage.records(1, 0, 3), "after three commits");
    }

    private static void outlives(Stage stage, boolean closed) throws Exception {
        TransactionShard<OutputRecord> first = fenced(stage, 1);
        PreparedUnit prepared = prepare(stage, first, stage.unit(1, 0, 3));
        if (closed) {
            first.close();
        }
        TransactionShard<OutputRecord> second = fenced(stage, 2);
        commitOfPredecessor(stage, second, prepared);
        stage.expectVisible(stage.records(1, 0, 3), "after the next attempt's commit");
        commit(stage, second, prepare(stage, second, stage.unit(2, 3, 5)));
    }

    private static void abortedIsLost(Stage stage) throws Exception {
        TransactionShard<OutputRecord> first = fenced(stage, 1);
        PreparedUnit prepared = prepare(stage, first, stage.unit(1, 0, 3));
        first.close();
        TransactionShard<OutputRecord> second = fenced(stage, 2);
        second.abortAllBut(List.of());
        CommitOutcome outcome = second.commit(prepared);
        stage.expect(outcome instanceof CommitOutcome.Lost, "what was aborted is " + outcome);
        stage.expectVisible(List.of(), "after the abort");
    }

    private static void abortLeavesNamed(Stage stage) throws Exception {
        TransactionShard<OutputRecord> first = fenced(stage, 1);
        PreparedUnit kept = prepare(stage, first, stage.unit(1, 0, 3));
        prepare(stage, first, stage.unit(2, 3, 5));
        first.close();
        TransactionShard<OutputRecord> second = fenced(stage, 2);
        second.abortAllBut(List.of(kept.handle()));
        second.abortAllBut(List.of(kept.handle()));
        commitOfPredecessor(stage, second, kept);
        stage.expectVisible(stage.records(1, 0, 3), "after all but the first were aborted");
        commit(stage, second, prepare(stage, second, stage.unit(2, 3, 5)));
        stage.expectVisible(stage.records(1, 0, 5), "after the second was written again");
    }

    private static void abortLeavesOtherShards(Stage stage) throws Exception {
        TransactionShard<OutputRecord> other =
                stage.transactions(PortContext.of(1).ofShard(1));
        other.fence();
        PreparedUnit others = prepare(stage, other, stage.unit(1, 0, 3));
        fenced(stage, 2).abortAllBut(List.of());
        commit(stage, other, others);
        stage.expectVisible(stage.records(1, 0, 3), "after another shard's abort");
    }

    private static void olderCannotCommit(Stage stage) throws Exception {
        TransactionShard<OutputRecord> older = fenced(stage, 1);
        PreparedUnit prepared = prepare(stage, older, stage.unit(1, 0, 3));
        fenced(stage, 2);
        stage.expectFenced("commit by attempt 1 after the fence of attempt 2", () -> older.commit(prepared));
        stage.expectVisible(List.of(), "after the older attempt's try");
    }

    private static void olderCannotAbort(Stage stage) throws Exception {
        TransactionShard<OutputRecord> older = fenced(stage, 1);
        TransactionShard<OutputRecord> newer = fenced(stage, 2);
        PreparedUnit prepared = prepare(stage, newer, stage.unit(1, 0, 3));
        stage.expectFenced("abort by attempt 1 after the fence of attempt 2", () -> older.abortAllBut(List.of()));
        commit(stage, newer, prepared);
        stage.expectVisible(stage.records(1, 0, 3), "after the older attempt's try to abort");
    }

    /** Wherever it is stopped, nothing of it may be seen. */
    private static void olderCannotPrepare(Stage stage) throws Exception {
        TransactionShard<OutputRecord> older = fenced(stage, 1);
        CommitUnit unit = stage.unit(1, 0, 3);
        SinkTransaction<OutputRecord> transaction = older.begin(unit.lineage(), 1);
        transaction.write(stage.records(1, 0, 1).get(0));
        TransactionShard<OutputRecord> newer = fenced(stage, 2);
        byte[] handle = null;
        try {
            transaction.write(stage.records(1, 1, 2).get(0));
            handle = transaction.prepare(unit);
        } catch (WeirException e) {
            // As it should be.
        }
        if (handle != null) {
            // One that is insured may have given its transaction up without a word: its copy is in a segment.
            stage.expect(
                    stage.strategy() == DeliveryStrategy.TWO_PHASE_INSURED,
                    "attempt 1 prepared a transaction after the fence of attempt 2");
            PreparedUnit prepared = new PreparedUnit(unit, handle);
            stage.expectFenced(
                    "commit of what attempt 1 prepared after the fence of attempt 2", () -> settled(older, prepared));
        }
        commit(stage, newer, prepare(stage, newer, stage.unit(1, 0, 3)));
        stage.expectVisible(stage.records(1, 0, 3), "after the older attempt's try to prepare");
    }

    private static void olderCannotFence(Stage stage) throws Exception {
        TransactionShard<OutputRecord> newer =
                stage.transactions(PortContext.of(2).ownedBy("first"));
        newer.fence();
        stage.expectFenced("fence by attempt 1", () -> stage.transactions(1).fence());
        commit(stage, newer, prepare(stage, newer, stage.unit(1, 0, 3)));
    }

    private static void empty(Stage stage) throws Exception {
        TransactionShard<OutputRecord> shard = fenced(stage, 1);
        PreparedUnit first = prepare(stage, shard, stage.unit(1, 0, 0));
        shard.close();
        TransactionShard<OutputRecord> next = fenced(stage, 2);
        commitOfPredecessor(stage, next, first);
        commit(stage, next, prepare(stage, next, stage.unit(2, 0, 3)));
        stage.expectVisible(stage.records(1, 0, 3), "after an empty and a full unit");
    }

    private static void nextIsFilled(Stage stage) throws Exception {
        TransactionShard<OutputRecord> shard = fenced(stage, 1);
        PreparedUnit first = prepare(stage, shard, stage.unit(1, 0, 3));
        PreparedUnit second = prepare(stage, shard, stage.unit(2, 3, 5));
        shard.begin("contract", 3).write(stage.records(1, 5, 6).get(0));
        commit(stage, shard, first);
        stage.expectVisible(stage.records(1, 0, 3), "after the first commit");
        commit(stage, shard, second);
        stage.expectVisible(stage.records(1, 0, 5), "after the second commit");
    }

    private static void abortLeavesNothing(Stage stage) throws Exception {
        TransactionShard<OutputRecord> shard = fenced(stage, 1);
        SinkTransaction<OutputRecord> transaction = shard.begin("contract", 1);
        transaction.write(stage.records(1, 7, 8).get(0));
        transaction.abort();
        stage.expectVisible(List.of(), "after the abort");
        shard.close();
        TransactionShard<OutputRecord> next = fenced(stage, 2);
        commit(stage, next, prepare(stage, next, stage.unit(1, 0, 3)));
        stage.expectVisible(stage.records(1, 0, 3), "after the unit was written again");
    }

    private static void ledgerFollows(Stage stage) throws Exception {
        TransactionShard<OutputRecord> shard = stage.transactions(1);
        LedgerEntry first = shard.fence();
        if (first == null) {
            throw new NotApplicable("the destination keeps no ledger");
        }
        stage.expect(first.equals(LedgerEntry.empty(1)), "the first fence finds " + first);
        CommitUnit unit = stage.unit(1, 0, 3);
        commit(stage, shard, prepare(stage, shard, unit));
        LedgerEntry expected = LedgerEntry.empty(2).after(unit);
        LedgerEntry found = stage.transactions(2).fence();
        stage.expect(expected.equals(found), "the next fence finds " + found + " instead of " + expected);
    }

    private static void isListed(Stage stage) throws Exception {
        TransactionShard<OutputRecord> shard = fenced(stage, 1);
        PreparedUnit prepared = prepare(stage, shard, stage.unit(1, 0, 3));
        stage.expect(stage.inDoubt().size() == 1, "with one prepared, these are listed: " + stage.inDoubt());
        commit(stage, shard, prepared);
        stage.expect(stage.inDoubt().isEmpty(), "after its commit these are listed: " + stage.inDoubt());
    }

    private static void closesTwice(Stage stage) throws Exception {
        TransactionShard<OutputRecord> shard = fenced(stage, 1);
        commit(stage, shard, prepare(stage, shard, stage.unit(1, 0, 3)));
        shard.begin("contract", 2).write(stage.records(1, 3, 4).get(0));
        shard.close();
        shard.close();
        stage.transactions(2).close();
        stage.expectVisible(stage.records(1, 0, 3), "after the shard was closed");
    }

    private static void noThread(Stage stage) throws Exception {
        Threads before = Threads.now();
        TransactionShard<OutputRecord> shard = fenced(stage, 1);
        commit(stage, shard, prepare(stage, shard, stage.unit(1, 0, 3)));
        shard.close();
        before.expectNoMore();
    }
}
