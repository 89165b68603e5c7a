package dev.weir.consistency.live;

import dev.weir.consistency.history.Conclusion;
import dev.weir.consistency.history.Verdict;
import dev.weir.consistency.suite.CaseResult;
import dev.weir.consistency.suite.Engine;
import java.time.Duration;
import java.util.List;

/** Words for what came out. */
final class CaseResults {
    private CaseResults() {}

    static CaseResult of(Bench bench, String name, Conclusion conclusion, long runs, Duration duration) {
        return new CaseResult(
                Engine.REAL_SERVERS,
                bench.subject(),
                name,
                conclusion.verdict(),
                conclusion.reason(),
                conclusion.violations(),
                bench.reproduce(),
                runs,
                duration);
    }

    static CaseResult of(Bench bench, String name, Verdict verdict, String reason, Duration duration) {
        return of(bench, name, new Conclusion(verdict, reason, List.of(), 0), 1, duration);
    }
}
