package dev.weir.consistency.suite;

import dev.weir.consistency.history.Verdict;
import dev.weir.consistency.history.Violation;
import java.time.Duration;
import java.util.List;

/**
 * One thing that was tried.
 *
 * @param subject the sink and the strategy, for example {@code jdbc-postgresql TWO_PHASE}
 * @param name what was tried: a label, a rule with its number, a fault
 * @param reason in one sentence why the verdict is what it is
 * @param reproduce what to type or copy to see it again, for example a seed with its plan
 * @param runs how many times it was tried: schedules of a simulation, processes that were halted
 */
public record CaseResult(
        Engine engine,
        String subject,
        String name,
        Verdict verdict,
        String reason,
        List<Violation> violations,
        String reproduce,
        long runs,
        Duration duration) {
    public CaseResult {
        violations = List.copyOf(violations);
    }
}
