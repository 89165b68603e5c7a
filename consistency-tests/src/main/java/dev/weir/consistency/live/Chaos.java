package dev.weir.consistency.live;

import dev.weir.consistency.history.Conclusion;
import dev.weir.consistency.history.Expectation.RequiredEnd;
import dev.weir.consistency.history.Verdict;
import dev.weir.consistency.subject.Destination.SupportsWire;
import dev.weir.consistency.suite.CaseResult;
import dev.weir.consistency.suite.Engine;
import dev.weir.testbed.FaultProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A random mix of everything that can happen, with quiet times between; then all is healed, the job reads its input to the end, and
 * the reader looks on a little longer. What happens, and in which order, is drawn from the seed; how much of it, from the time.
 *
 * @param seed of this round
 * @param duration of the faults
 */
record Chaos(long seed, Duration duration) implements Scenario {
    /** Longer ones begin anew with another seed: each look reads all that was written. */
    private static final Duration LONGEST_ROUND = Duration.ofMinutes(1);

    private static final int LONGEST_QUIET_MILLIS = 800;
    /** What draining and the last outage may take. */
    private static final Duration SPARE = Duration.ofSeconds(60);

    /** So many rounds that they last as long. */
    static List<Scenario> rounds(long seed, Duration total) {
        List<Scenario> rounds = new ArrayList<>();
        long left = total.toMillis();
        for (long round = 0; left > 0; round++) {
            long millis = Math.min(left, LONGEST_ROUND.toMillis());
            rounds.add(new Chaos(seed + round, Duration.ofMillis(millis)));
            left -= millis;
        }
        return rounds;
    }

    @Override
    public String name() {
        return "chaos for " + duration.toSeconds() + " s, seed " + seed;
    }

    @Override
    public Engine engine() {
        return Engine.CHAOS;
    }

    @Override
    public List<CaseResult> run(Bench given) throws Exception {
        Bench bench = given.withSettings(given.settings().lasting(duration, SPARE));
        List<ChaosAct> possible = ChaosAct.possibleWith(bench.destination());
        List<ChaosAct> plan = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(seed);
        try (BorrowedProxy borrowed = proxyBefore(bench);
                LiveRun run = LiveRun.open(bench, RequiredEnd.FINISHED, List.of())) {
            FaultProxy proxy = borrowed == null ? null : borrowed.proxy();
            ChaosRun chaos = new ChaosRun(run, proxy, random.split());
            // What time decides must not change what is drawn next.
            SplittableRandom acts = random.split();
            chaos.recover(0);
            while (run.elapsed().compareTo(duration) < 0 && !chaos.isFinished()) {
                ChaosAct act = possible.get(acts.nextInt(possible.size()));
                plan.add(act);
                bench.progress().status(act.words() + ", " + plan.size() + " faults so far");
                act.happen(chaos, acts.split());
                chaos.recover(acts.nextInt(LONGEST_QUIET_MILLIS));
            }
            if (proxy != null) {
                proxy.heal();
            }
            chaos.drain();
            return List.of(result(bench, run.conclude(), chaos.fired(), plan, run.elapsed()));
        }
    }

    private static @Nullable BorrowedProxy proxyBefore(Bench bench) {
        return bench.destination() instanceof SupportsWire wire ? BorrowedProxy.before(wire) : null;
    }

    private CaseResult result(
            Bench bench, Conclusion conclusion, Map<String, Integer> fired, List<ChaosAct> plan, Duration took) {
        int faults = fired.values().stream().mapToInt(Integer::intValue).sum();
        String happened = fired.entrySet().stream()
                .map(each -> each.getValue() + " x "
                        + each.getKey().toLowerCase(Locale.ROOT).replace('_', ' '))
                .collect(Collectors.joining(", "));
        return new CaseResult(
                engine(),
                bench.subject(),
                name(),
                faults == 0 ? conclusion.verdict().and(Verdict.INCONCLUSIVE) : conclusion.verdict(),
                faults == 0 ? "nothing happened; " + conclusion.reason() : conclusion.reason() + "; " + happened,
                conclusion.violations(),
                bench.reproduce() + "; the round's seed " + seed + " gave "
                        + plan.stream().map(ChaosAct::words).collect(Collectors.joining(", ")),
                faults,
                took);
    }
}
