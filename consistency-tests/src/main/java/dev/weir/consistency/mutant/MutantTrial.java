package dev.weir.consistency.mutant;

import dev.weir.consistency.history.Verdict;
import dev.weir.consistency.history.Violation;
import dev.weir.consistency.simulation.Exhaustive;
import dev.weir.consistency.simulation.Findings;
import dev.weir.consistency.simulation.Scenario;
import dev.weir.consistency.simulation.SeededRuns;
import dev.weir.consistency.simulation.Shrinker;
import dev.weir.consistency.suite.CaseResult;
import dev.weir.consistency.suite.Engine;
import dev.weir.consistency.suite.MutantResult;
import dev.weir.consistency.suite.SuiteResult;
import dev.weir.consistency.suite.VerificationProgress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Lets the engines look for what is wrong with a mutant. */
public final class MutantTrial {
    /** So many seeds are tried at most; most mutants need a few. */
    private static final int SEEDS = 600;

    private static final long SEED = 1;

    private MutantTrial() {}

    /**
     * What came out.
     *
     * @param failures the run by which each engine that killed it did so
     */
    record Trial(MutantResult result, List<Findings.Failure> failures) {}

    /** Runs each engine until it finds something. */
    public static MutantResult run(Mutant mutant) throws InterruptedException {
        return trial(mutant).result();
    }

    static Trial trial(Mutant mutant) throws InterruptedException {
        Set<Engine> killers = EnumSet.noneOf(Engine.class);
        List<Findings.Failure> failures = new ArrayList<>();
        for (Engine engine : mutant.engines()) {
            Optional<Findings.Failure> found =
                    search(engine, mutant.scenario(), SEED).failure();
            if (found.isPresent()) {
                killers.add(engine);
                failures.add(found.get());
            }
        }
        return new Trial(result(mutant, mutant.engines(), killers), failures);
    }

    private static MutantResult result(Mutant mutant, Set<Engine> tried, Set<Engine> killers) {
        return new MutantResult(
                mutant.name(), mutant.description(), mutant.issue(), tried, killers, mutant.equivalence());
    }

    private static Findings search(Engine engine, Scenario scenario, long seed) throws InterruptedException {
        return engine == Engine.EXHAUSTIVE
                ? Exhaustive.runUntilViolation(scenario, seed)
                : SeededRuns.runUntilViolation(scenario, seed, SEEDS);
    }

    /**
     * Runs the engines over a mutant until one finds something, and makes the plan that shows it small.
     *
     * @param startedMillis when this began, for the report
     */
    public static SuiteResult verify(Mutant mutant, long seed, long startedMillis, VerificationProgress progress)
            throws InterruptedException {
        long before = System.nanoTime();
        List<CaseResult> cases = new ArrayList<>();
        Set<Engine> tried = EnumSet.noneOf(Engine.class);
        Set<Engine> killers = EnumSet.noneOf(Engine.class);
        for (Engine engine : mutant.engines()) {
            progress.caseStarted(
                    engine, mutant.name(), cases.size() + 1, mutant.engines().size());
            tried.add(engine);
            long started = System.nanoTime();
            Findings findings = search(engine, mutant.scenario(), seed);
            Optional<Findings.Failure> found = findings.failure();
            if (found.isPresent()) {
                progress.status("found after " + findings.schedules() + " schedules; making the plan small");
                found = Optional.of(Shrinker.shrink(found.get()));
                killers.add(engine);
            }
            CaseResult result =
                    caseResult(engine, mutant, findings, found, Duration.ofNanos(System.nanoTime() - started));
            cases.add(result);
            progress.caseEnded(result);
            if (found.isPresent()) {
                break;
            }
        }
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("Java", Runtime.version().toString());
        return new SuiteResult(
                "mutant " + mutant.name() + " on " + mutant.original().name(),
                seed,
                startedMillis,
                Duration.ofNanos(System.nanoTime() - before),
                versions,
                cases,
                List.of(result(mutant, tried, killers)),
                List.of("Real servers: a mutant lives in the simulator only."));
    }

    private static CaseResult caseResult(
            Engine engine, Mutant mutant, Findings findings, Optional<Findings.Failure> found, Duration duration) {
        Verdict verdict = found.map(failure -> failure.conclusion().verdict()).orElse(Verdict.PASS);
        String reason = found.map(failure -> failure.conclusion().reason())
                .orElse("all runs kept what is promised"
                        + (mutant.equivalence().isEmpty() ? "" : ": " + mutant.equivalence()));
        List<Violation> violations =
                found.map(failure -> failure.conclusion().violations()).orElse(List.of());
        return new CaseResult(
                engine,
                mutant.scenario().name(),
                mutant.description(),
                verdict,
                reason,
                violations,
                found.map(Findings.Failure::reproduce).orElse(""),
                findings.schedules(),
                duration);
    }
}
