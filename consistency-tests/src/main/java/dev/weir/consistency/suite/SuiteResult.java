package dev.weir.consistency.suite;

import dev.weir.consistency.history.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * All that a run of the suite found.
 *
 * @param title for example {@code jdbc-postgresql WRITE_AHEAD_LOG}
 * @param seed from which everything random was drawn
 * @param versions of Weir, Java, drivers, servers, the machine; in the order in which they are shown
 * @param notTested in one sentence each, what this run says nothing about
 */
public record SuiteResult(
        String title,
        long seed,
        long startedMillis,
        Duration duration,
        Map<String, String> versions,
        List<CaseResult> cases,
        List<MutantResult> mutants,
        List<String> notTested) {
    public SuiteResult {
        cases = List.copyOf(cases);
        mutants = List.copyOf(mutants);
        notTested = List.copyOf(notTested);
    }

    /** The worst of all cases; nothing is proven by no cases. */
    public Verdict verdict() {
        return cases.stream().map(CaseResult::verdict).reduce(Verdict::and).orElse(Verdict.INCONCLUSIVE);
    }
}
