package dev.weir.consistency.live;

import dev.weir.consistency.history.Conclusion;
import dev.weir.consistency.history.Expectation.RequiredEnd;
import dev.weir.consistency.subject.Destination.SupportsOutages;
import dev.weir.consistency.suite.CaseResult;
import java.time.Duration;
import java.util.List;

/** A destination that is killed, frozen and restarted under a job that goes on. */
final class DestinationOutages implements Scenario {
    private static final String KILLED = "destination killed";
    private static final String FROZEN = "destination frozen";
    private static final String RESTARTED = "destination restarted";

    private final SupportsOutages destination;

    DestinationOutages(SupportsOutages destination) {
        this.destination = destination;
    }

    @Override
    public String name() {
        return "outages of the destination";
    }

    @Override
    public List<CaseResult> run(Bench bench) throws Exception {
        List<String> faults = List.of(KILLED, FROZEN, RESTARTED);
        try (LiveRun run = LiveRun.open(bench, RequiredEnd.FINISHED, faults)) {
            ChildJob job = run.start(2, LabelFault.Plan.NONE);
            awaitProgress(run, job);
            run.outage(KILLED, true);
            call("kill the destination", destination::kill);
            run.fired(KILLED);
            call("restart the destination", destination::restart);
            run.outage(KILLED, false);
            awaitProgress(run, job);
            run.outage(FROZEN, true);
            call("freeze the destination", destination::pause);
            run.fired(FROZEN);
            Thread.sleep(bench.settings().asleep().toMillis());
            call("wake the destination", destination::resume);
            run.outage(FROZEN, false);
            awaitProgress(run, job);
            run.outage(RESTARTED, true);
            call("restart the destination", destination::restart);
            run.fired(RESTARTED);
            run.outage(RESTARTED, false);
            awaitProgress(run, job);
            job.hurry();
            run.awaitExit(job);
            Conclusion conclusion = run.conclude();
            Duration each = run.elapsed().dividedBy(faults.size());
            return faults.stream()
                    .map(fault -> CaseResults.of(bench, fault, conclusion, 1, each))
                    .toList();
        }
    }

    private static void awaitProgress(LiveRun run, ChildJob job) throws Exception {
        long before = run.observer().size();
        run.await("records come", () -> run.observer().size() > before || !job.isRunning());
    }

    private static void call(String what, Bounded.Action action) throws Exception {
        Bounded.run(what, LiveRun.CALL_LIMIT, action);
    }
}
