package dev.weir.consistency.live;

import dev.weir.consistency.history.Conclusion;
import dev.weir.consistency.history.Expectation.RequiredEnd;
import dev.weir.consistency.history.Verdict;
import dev.weir.consistency.subject.Destination.SupportsOutages;
import dev.weir.consistency.suite.CaseResult;
import dev.weir.fault.Label;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A destination that is killed, frozen or restarted while a thread of the job stands at a label: what the thread does next finds it
 * down. All labels in one life of the job, each in a process of its own, which has to get over it before it is killed.
 */
final class OutagesAtLabels implements Scenario {
    private static final int PARALLELISM = 2;
    /** A process that has committed so many units without it does not pass a label. */
    private static final int MOST_UNITS = 60;

    private final SupportsOutages destination;
    private final Collection<Label> wanted;

    OutagesAtLabels(SupportsOutages destination, Collection<Label> wanted) {
        this.destination = destination;
        this.wanted = EnumSet.copyOf(wanted);
    }

    /** What happens to the destination. */
    private enum Outage {
        KILLED {
            @Override
            void happen(LiveRun run, ChildJob job, SupportsOutages destination) throws Exception {
                call(run, "kill the destination", destination::kill);
                job.goOn();
                call(run, "restart the destination", destination::restart);
            }
        },
        FROZEN {
            @Override
            void happen(LiveRun run, ChildJob job, SupportsOutages destination) throws Exception {
                call(run, "freeze the destination", destination::pause);
                job.goOn();
                Thread.sleep(run.bench().settings().asleep().toMillis());
                call(run, "wake the destination", destination::resume);
            }
        },
        RESTARTED {
            @Override
            void happen(LiveRun run, ChildJob job, SupportsOutages destination) throws Exception {
                call(run, "restart the destination", destination::restart);
                job.goOn();
            }
        };

        abstract void happen(LiveRun run, ChildJob job, SupportsOutages destination) throws Exception;

        private static void call(LiveRun run, String what, Bounded.Action action) throws Exception {
            Bounded.run(what, run.bench().settings().call(), action);
        }
    }

    @Override
    public String name() {
        return "outages of the destination at labels";
    }

    @Override
    public List<CaseResult> run(Bench bench) throws Exception {
        Set<Label> required = Places.required(bench.strategy());
        List<Label> labels = new ArrayList<>(Places.possible(bench.strategy()));
        labels.retainAll(wanted);
        Map<String, Boolean> happened = new LinkedHashMap<>();
        try (LiveRun run = LiveRun.open(bench, RequiredEnd.FINISHED, List.of())) {
            for (int i = 0; i < labels.size(); i++) {
                Label label = labels.get(i);
                Outage outage = Outage.values()[(int) ((i + bench.seed()) % Outage.values().length)];
                String what = outage.name() + " at " + label;
                boolean came = strike(run, label, outage, what);
                if (came || required.contains(label)) {
                    happened.put(what, came);
                }
            }
            run.finish(PARALLELISM, run.checkpoints());
            Conclusion conclusion = run.conclude();
            Duration each = run.elapsed().dividedBy(Math.max(1, happened.size()));
            List<CaseResult> results = new ArrayList<>();
            happened.forEach((what, came) -> results.add(
                    came
                            ? CaseResults.of(bench, what, conclusion, 1, each)
                            : CaseResults.of(
                                    bench,
                                    what,
                                    conclusion.verdict().and(Verdict.INCONCLUSIVE),
                                    "no process stood there",
                                    each)));
            return results;
        }
    }

    /** Returns whether it happened. */
    private boolean strike(LiveRun run, Label label, Outage outage, String what) throws Exception {
        int occurrence = Places.isOnceAStart(label) ? 1 : 3;
        ChildJob job = run.start(PARALLELISM, LabelFault.Plan.stop(label, occurrence));
        run.await(
                "a thread stands at " + label,
                () -> job.isStopped() || !job.isRunning() || job.acknowledged() > MOST_UNITS);
        if (!job.isStopped()) {
            if (job.isRunning()) {
                job.kill("SIGKILL");
            } else {
                run.awaitExit(job);
            }
            return false;
        }
        run.outage(what, true);
        outage.happen(run, job, destination);
        run.fired(what);
        run.outage(what, false);
        long before = run.observer().size();
        run.await("records come", () -> run.observer().size() > before || !job.isRunning());
        if (job.isRunning()) {
            job.kill("SIGKILL");
        } else {
            run.awaitExit(job);
        }
        return true;
    }
}
