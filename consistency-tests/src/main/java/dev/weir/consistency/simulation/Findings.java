package dev.weir.consistency.simulation;

import dev.weir.consistency.history.Conclusion;
import dev.weir.consistency.suite.CaseResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What many runs of one scenario found.
 *
 * @param reached all labels and requests of all runs
 * @param fired the kinds of faults that happened
 * @param cpu the processor time of all runs, without that of processes that were paused at a label
 * @param failure the first run that did not pass, by its number, if there is one
 */
public record Findings(
        List<CaseResult> cases,
        Occurrences reached,
        Set<Fault.Kind> fired,
        long schedules,
        Duration cpu,
        Optional<Failure> failure) {
    public Findings {
        cases = List.copyOf(cases);
        fired = Set.copyOf(fired);
    }

    /** A run that did not pass. */
    public record Failure(Scenario scenario, long seed, Plan plan, Conclusion conclusion) {
        /** What to type to see it again. */
        public String reproduce() {
            return "scenario '" + scenario.name() + "', seed " + seed + ", plan " + plan;
        }
    }

    /** For logs: how many runs, and how fast. */
    public String speed() {
        return "schedules run " + schedules + ", " + Math.round(schedules / Math.max(1e-9, cpu.toNanos() / 1e9))
                + " per second per core";
    }
}
