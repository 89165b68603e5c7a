package dev.weir.consistency.live;

import dev.weir.consistency.history.Conclusion;
import dev.weir.consistency.history.Expectation.RequiredEnd;
import dev.weir.consistency.history.Verdict;
import dev.weir.consistency.subject.Destination.SupportsInDoubt;
import dev.weir.consistency.suite.CaseResult;
import dev.weir.fault.Label;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A job that dies with a transaction open and stays down until the destination has ended it, again and again; then with other parallelism. */
final class ExpiredTransactions implements Scenario {
    private static final List<Label> LABELS =
            List.of(Label.PREPARE_AFTER, Label.COMMIT_BEFORE_APPLY, Label.COMMIT_AFTER_RECORDS);
    private static final int[] PARALLELISMS = {2, 2, 3, 1};
    /** In the first try; each further one gives the process so many more to warm up: commits are slow until then, and units queue. */
    private static final int OCCURRENCES = 6;

    private static final int MOST_TRIES = 10;
    private static final long SENT_WITHIN_MILLIS = 100;

    private final SupportsInDoubt destination;

    ExpiredTransactions(SupportsInDoubt destination) {
        this.destination = destination;
    }

    @Override
    public String name() {
        return "transactions that expire while the job is down";
    }

    @Override
    public List<CaseResult> run(Bench bench) throws Exception {
        Map<Label, Boolean> expired = new LinkedHashMap<>();
        try (LiveRun run = LiveRun.open(bench, RequiredEnd.FINISHED, List.of())) {
            for (int i = 0; i < LABELS.size(); i++) {
                Label label = LABELS.get(i);
                boolean open = false;
                for (int tries = 0; tries < MOST_TRIES && !open; tries++) {
                    LabelFault.Plan plan = LabelFault.Plan.stop(label, OCCURRENCES * (tries + 1));
                    open = dieWithATransaction(run, label, plan, PARALLELISMS[i]);
                }
                awaitNone(run);
                expired.put(label, open);
            }
            run.finish(PARALLELISMS[LABELS.size()], run.checkpoints());
            Conclusion conclusion = run.conclude();
            return expired.entrySet().stream()
                    .map(each -> CaseResults.of(
                            bench,
                            "expired after a SIGKILL at " + each.getKey(),
                            each.getValue()
                                    ? conclusion.verdict()
                                    : conclusion.verdict().and(Verdict.INCONCLUSIVE),
                            each.getValue() ? conclusion.reason() : "no transaction was open",
                            run.elapsed().dividedBy(LABELS.size())))
                    .toList();
        }
    }

    /** Returns whether one is open: that of the unit at the label may still wait for its turn. */
    private boolean dieWithATransaction(LiveRun run, Label label, LabelFault.Plan plan, int parallelism)
            throws Exception {
        ChildJob child = run.start(parallelism, plan);
        run.await("a thread stands at " + label, () -> child.isStopped() || !child.isRunning());
        // Others go on and send.
        Thread.sleep(SENT_WITHIN_MILLIS);
        child.kill("SIGKILL at " + label);
        run.awaitExit(child);
        return !list(run).isEmpty();
    }

    private List<String> list(LiveRun run) throws Exception {
        return Bounded.call("list transactions", run.bench().settings().call(), destination::inDoubt);
    }

    private void awaitNone(LiveRun run) throws Exception {
        long end = System.nanoTime() + run.bench().settings().life().toNanos();
        while (!list(run).isEmpty()) {
            if (System.nanoTime() - end > 0) {
                throw new Bounded.StuckException(
                        "Cannot wait any longer until the destination ends a transaction: it did not" + " within "
                                + run.bench().settings().life().toSeconds() + " s");
            }
            Thread.sleep(20);
        }
    }
}
