package dev.weir.consistency.live;

import dev.weir.consistency.history.Verdict;
import dev.weir.consistency.suite.CaseResult;
import dev.weir.consistency.suite.Engine;
import java.time.Duration;
import java.util.List;

/**
 * Something that is tried with real processes over a destination; several results where one run tries several things.
 *
 * <p><b>Threading:</b> one case of a destination at a time.
 */
public final class LiveCase {
    private final Bench bench;
    private final Scenario scenario;

    LiveCase(Bench bench, Scenario scenario) {
        this.bench = bench;
        this.scenario = scenario;
    }

    public Engine engine() {
        return scenario.engine();
    }

    public String name() {
        return scenario.name();
    }

    /** Tries it. Whatever the subject does, even if it hangs, is a verdict. */
    public List<CaseResult> run() throws InterruptedException {
        long begin = System.nanoTime();
        try {
            return scenario.run(bench);
        } catch (InterruptedException e) {
            throw e;
        } catch (Bounded.StuckException e) {
            return List.of(result(Verdict.STUCK, String.valueOf(e.getMessage()), begin));
        } catch (Exception e) {
            return List.of(result(Verdict.INCONCLUSIVE, "Cannot try it: " + e, begin));
        }
    }

    private CaseResult result(Verdict verdict, String reason, long begin) {
        return new CaseResult(
                scenario.engine(),
                bench.subject(),
                scenario.name(),
                verdict,
                reason,
                List.of(),
                bench.reproduce(),
                1,
                Duration.ofNanos(System.nanoTime() - begin));
    }
}
