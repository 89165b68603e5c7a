package dev.weir.consistency.simulation;

import dev.weir.consistency.history.Anomaly;
import dev.weir.consistency.history.Verdict;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a failing plan small: leaves out lives and faults, shortens the input, lowers parallelism and numbers, as long as one of
 * the same anomalies still comes out. Greedy, from large steps to small ones (Zeller and Hildebrandt, <i>Simplifying and isolating
 * failure-inducing input</i>, 2002), until nothing more can be left out or the bound is reached.
 */
public final class Shrinker {
    private static final int MOST_RUNS = 2_000;

    private final Scenario scenario;
    private final long seed;
    private final Verdict verdict;
    private final Set<Anomaly> anomalies;
    private Findings.Failure smallest;
    private int runs;

    private Shrinker(Findings.Failure failure) {
        scenario = failure.scenario();
        seed = failure.seed();
        verdict = failure.conclusion().verdict();
        anomalies = anomalies(failure.conclusion());
        smallest = failure;
    }

    /** The smallest plan that was found; the given one if nothing could be left out. */
    public static Findings.Failure shrink(Findings.Failure failure) throws InterruptedException {
        return new Shrinker(failure).run();
    }

    private static Set<Anomaly> anomalies(dev.weir.consistency.history.Conclusion conclusion) {
        Set<Anomaly> all = EnumSet.noneOf(Anomaly.class);
        conclusion.violations().forEach(violation -> all.add(violation.anomaly()));
        return all;
    }

    private Findings.Failure run() throws InterruptedException {
        boolean smaller = true;
        while (smaller && runs < MOST_RUNS) {
            smaller = false;
            @Nullable Plan next = firstThatStillFails(candidates(smallest.plan()));
            if (next != null) {
                smaller = true;
            }
        }
        return smallest;
    }

    private @Nullable Plan firstThatStillFails(List<Plan> candidates) throws InterruptedException {
        for (Plan candidate : candidates) {
            if (++runs > MOST_RUNS) {
                return null;
            }
            SimulationResult result = Simulation.run(scenario, seed, candidate);
            boolean same = result.conclusion().verdict() == verdict
                    && (anomalies.isEmpty()
                            || anomalies(result.conclusion()).stream().anyMatch(anomalies::contains));
            if (same) {
                smallest = new Findings.Failure(scenario, seed, candidate, result.conclusion());
                return candidate;
            }
        }
        return null;
    }

    /** Everything that is one step smaller, the largest steps first. */
    private static List<Plan> candidates(Plan plan) {
        List<Plan> smaller = new ArrayList<>();
        List<Plan.Life> lives = plan.lives();
        for (int i = 0; i < lives.size() && lives.size() > 1; i++) {
            List<Plan.Life> fewer = new ArrayList<>(lives);
            fewer.remove(i);
            smaller.add(new Plan(plan.recordsPerPartition(), fewer));
        }
        for (int i = 0; i < lives.size(); i++) {
            for (int j = 0; j < lives.get(i).faults().size(); j++) {
                List<Fault> fewer = new ArrayList<>(lives.get(i).faults());
                fewer.remove(j);
                smaller.add(with(plan, i, new Plan.Life(lives.get(i).parallelism(), fewer)));
            }
        }
        for (int records = plan.recordsPerPartition() / 2; records < plan.recordsPerPartition(); records++) {
            if (records == plan.recordsPerPartition() / 2 || records == plan.recordsPerPartition() - 1) {
                smaller.add(new Plan(records, lives));
            }
        }
        for (int i = 0; i < lives.size(); i++) {
            Plan.Life life = lives.get(i);
            if (life.parallelism() > 1) {
                smaller.add(with(plan, i, new Plan.Life(1, life.faults())));
            }
            for (int j = 0; j < life.faults().size(); j++) {
                Fault fault = life.faults().get(j);
                int number = fault.moment().occurrence();
                for (int lower : new int[] {1, number / 2, number - 1}) {
                    if (lower >= 1 && lower < number) {
                        List<Fault> changed = new ArrayList<>(life.faults());
                        changed.set(j, new Fault(fault.kind(), fault.moment().withOccurrence(lower)));
                        smaller.add(with(plan, i, new Plan.Life(life.parallelism(), changed)));
                    }
                }
            }
        }
        return smaller;
    }

    private static Plan with(Plan plan, int index, Plan.Life life) {
        List<Plan.Life> lives = new ArrayList<>(plan.lives());
        lives.set(index, life);
        return new Plan(plan.recordsPerPartition(), lives);
    }
}
