package dev.weir.consistency.simulation;

import dev.weir.consistency.suite.Engine;

/** Runs a scenario under plans that are drawn from seeds. */
public final class SeededRuns {
    private SeededRuns() {}

    /** One run for each seed from {@code first} on. */
    public static Findings run(Scenario scenario, long first, int seeds) throws InterruptedException {
        return run(scenario, first, seeds, Schedules.Stop.AT_END);
    }

    /** Stops soon after the first violation: for a scenario that is broken on purpose. */
    public static Findings runUntilViolation(Scenario scenario, long first, int seeds) throws InterruptedException {
        return run(scenario, first, seeds, Schedules.Stop.AT_FIRST_VIOLATION);
    }

    /** The plan that belongs to a seed. */
    public static Plan plan(Scenario scenario, long seed) throws InterruptedException {
        return plans(scenario).draw(seed);
    }

    private static Findings run(Scenario scenario, long first, int seeds, Schedules.Stop stop)
            throws InterruptedException {
        RandomPlans plans = plans(scenario);
        return new Schedules(Engine.SIMULATION, scenario, stop)
                .run(seeds, i -> new Schedules.Schedule("seeds", first + i, plans.draw(first + i)));
    }

    private static RandomPlans plans(Scenario scenario) throws InterruptedException {
        // A second life, so that what is only reached at a restart is drawn too.
        Plan twoLives = new Plan(
                scenario.shape().recordsPerPartition(),
                java.util.List.of(
                        new Plan.Life(
                                scenario.shape().parallelism(), new Fault(Fault.Kind.KILL, new Moment.AtStep(200))),
                        new Plan.Life(scenario.shape().parallelism())));
        return new RandomPlans(scenario, Simulation.run(scenario, 0, twoLives).reached());
    }
}
