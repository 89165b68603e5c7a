package dev.weir.consistency.history;

import java.util.List;

/**
 * What a history proves.
 *
 * @param reason in one sentence why the verdict is what it is
 * @param violations each anomaly of each place once, the first ones only if there are many
 * @param observations how many events were read
 */
public record Conclusion(Verdict verdict, String reason, List<Violation> violations, long observations) {
    public Conclusion {
        violations = List.copyOf(violations);
    }
}
