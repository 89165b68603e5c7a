package dev.weir.consistency.simulation;

import dev.weir.consistency.history.Verdict;
import dev.weir.consistency.history.Violation;
import dev.weir.consistency.suite.CaseResult;
import dev.weir.consistency.suite.Engine;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Runs many plans of one scenario on all processors and adds up what they found. What it returns does not depend on the order in
 * which they ran, unless it was told to stop at the first that fails.
 */
final class Schedules {
    private static final int CHUNK = 64;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Engine engine;
    private final Scenario scenario;
    private final Stop stop;

    /** When to stop. */
    enum Stop {
        /** After all plans. */
        AT_END,
        /** Soon after the first violation. */
        AT_FIRST_VIOLATION
    }

    /** One run. {@code name} is the case that it belongs to. */
    record Schedule(String name, long seed, Plan plan) {}

    Schedules(Engine engine, Scenario scenario, Stop stop) {
        this.engine = engine;
        this.scenario = scenario;
        this.stop = stop;
    }

    Findings run(int number, IntFunction<Schedule> schedules) {
        AtomicInteger firstFailure = new AtomicInteger(Integer.MAX_VALUE);
        int chunks = (number + CHUNK - 1) / CHUNK;
        Tally all = IntStream.range(0, chunks)
                .parallel()
                .mapToObj(chunk -> {
                    Tally tally = new Tally();
                    long before = THREADS.getCurrentThreadCpuTime();
                    for (int i = chunk * CHUNK; i < Math.min(number, (chunk + 1) * CHUNK); i++) {
                        if (stop == Stop.AT_FIRST_VIOLATION && firstFailure.get() != Integer.MAX_VALUE) {
                            break;
                        }
                        Schedule schedule = schedules.apply(i);
                        if (tally.add(schedule, simulate(schedule))) {
                            firstFailure.accumulateAndGet(i, Math::min);
                        }
                    }
                    tally.cpuNanos = THREADS.getCurrentThreadCpuTime() - before;
                    return tally;
                })
                .reduce(new Tally(), Tally::and);
        return all.findings();
    }

    private SimulationResult simulate(Schedule schedule) {
        try {
            return Simulation.run(scenario, schedule.seed(), schedule.plan());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (RuntimeException | Error e) {
            throw new IllegalStateException(
                    "Cannot simulate scenario '" + scenario.name() + "', seed " + schedule.seed() + ", plan "
                            + schedule.plan() + ": " + e,
                    e);
        }
    }

    /** What some of the runs found. Confined to one thread at a time. */
    private final class Tally {
        private final Map<String, Case> cases = new LinkedHashMap<>();
        private final Occurrences reached = new Occurrences();
        private final Set<Fault.Kind> fired = EnumSet.noneOf(Fault.Kind.class);
        private long schedules;
        private long cpuNanos;
        private Findings.@Nullable Failure failure;

        /** Returns whether it is a violation. */
        boolean add(Schedule schedule, SimulationResult result) {
            schedules++;
            result.lives().forEach(reached::add);
            result.fired().forEach(fault -> fired.add(fault.kind()));
            Case known = cases.computeIfAbsent(schedule.name(), name -> new Case());
            known.runs++;
            known.proven |= result.missed() == 0;
            Verdict verdict = result.conclusion().verdict();
            if (verdict != Verdict.PASS
                    && (known.worst == null
                            || verdict.compareTo(known.worst.conclusion().verdict()) > 0)) {
                known.worst = new Findings.Failure(scenario, schedule.seed(), schedule.plan(), result.conclusion());
            }
            if (failure == null && isBad(verdict)) {
                failure = known.worst;
            }
            return verdict == Verdict.VIOLATION;
        }

        Tally and(Tally later) {
            Tally both = new Tally();
            for (Tally tally : List.of(this, later)) {
                tally.cases.forEach((name, part) ->
                        both.cases.computeIfAbsent(name, n -> new Case()).add(part));
                both.reached.add(tally.reached);
                both.fired.addAll(tally.fired);
                both.schedules += tally.schedules;
                both.cpuNanos += tally.cpuNanos;
                both.failure = both.failure == null ? tally.failure : both.failure;
            }
            return both;
        }

        Findings findings() {
            List<CaseResult> results = new ArrayList<>();
            cases.forEach((name, part) -> results.add(part.result(name)));
            return new Findings(
                    results, reached, fired, schedules, Duration.ofNanos(cpuNanos), Optional.ofNullable(failure));
        }
    }

    private static boolean isBad(Verdict verdict) {
        return verdict == Verdict.VIOLATION || verdict == Verdict.STUCK;
    }

    /** The runs of one case. */
    private final class Case {
        private long runs;
        private boolean proven;
        private Findings.@Nullable Failure worst;

        void add(Case other) {
            runs += other.runs;
            proven |= other.proven;
            Findings.Failure theirs = other.worst;
            if (theirs != null
                    && (worst == null
                            || theirs.conclusion()
                                            .verdict()
                                            .compareTo(worst.conclusion().verdict())
                                    > 0)) {
                worst = theirs;
            }
        }

        CaseResult result(String name) {
            Findings.Failure bad = worst;
            Verdict verdict = bad != null ? bad.conclusion().verdict() : proven ? Verdict.PASS : Verdict.INCONCLUSIVE;
            String reason = bad != null
                    ? bad.conclusion().reason()
                    : proven ? "all runs kept what is promised" : "what was planned happened in none of the runs";
            List<Violation> violations =
                    bad == null ? List.of() : bad.conclusion().violations();
            return new CaseResult(
                    engine,
                    scenario.name(),
                    name,
                    verdict,
                    reason,
                    violations,
                    bad == null ? "" : bad.reproduce(),
                    runs,
                    Duration.ZERO);
        }
    }
}
