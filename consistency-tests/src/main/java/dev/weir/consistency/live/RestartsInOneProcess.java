package dev.weir.consistency.live;

import dev.weir.consistency.history.Conclusion;
import dev.weir.consistency.history.Event;
import dev.weir.consistency.history.Expectation.RequiredEnd;
import dev.weir.consistency.history.Verdict;
import dev.weir.consistency.suite.CaseResult;
import dev.weir.fault.Label;
import java.util.List;
import java.util.function.ToIntFunction;

/** A job that fails and restarts in its process, again and again, and must not use more and more of it. */
final class RestartsInOneProcess implements Scenario {
    private static final Label LABEL = Label.CHECKPOINT_AFTER_COMPLETE;
    private static final int OCCURRENCE = 3;
    /** From then on everything that is made once is there. */
    private static final int FIRST = 1;

    @Override
    public String name() {
        return "restarts in one process";
    }

    @Override
    public List<CaseResult> run(Bench bench) throws Exception {
        try (LiveRun run = LiveRun.open(bench, RequiredEnd.FINISHED, List.of("failure at " + LABEL))) {
            ChildJob job = run.start(2, LabelFault.Plan.fail(LABEL, OCCURRENCE));
            run.await("the job has restarted", () -> job.starts() > LabelFault.FAILURES || !job.isRunning());
            job.hurry();
            run.awaitExit(job);
            List<Report.Counted> counted = job.counted();
            if (counted.size() > LabelFault.FAILURES) {
                run.observer().passOn(growth("threads", counted, Report.Counted::threads));
                run.observer().passOn(growth("sockets", counted, Report.Counted::sockets));
            }
            Conclusion conclusion = run.conclude();
            return List.of(
                    counted.size() > LabelFault.FAILURES || conclusion.verdict() != Verdict.PASS
                            ? CaseResults.of(bench, name(), conclusion, counted.size(), run.elapsed())
                            : CaseResults.of(
                                    bench,
                                    name(),
                                    Verdict.INCONCLUSIVE,
                                    "the job came to its end after " + counted.size() + " attempts already",
                                    run.elapsed()));
        }
    }

    /** What grows by one with every attempt grows by more than every second attempt. */
    private static Event growth(String what, List<Report.Counted> counted, ToIntFunction<Report.Counted> number) {
        int attempts = counted.size() - 1 - FIRST;
        int least = number.applyAsInt(counted.get(FIRST));
        int last = number.applyAsInt(counted.get(counted.size() - 1));
        return new Event.ResourceCounted(
                System.nanoTime(), what + " after " + counted.size() + " attempts", last, least + attempts / 2);
    }
}
