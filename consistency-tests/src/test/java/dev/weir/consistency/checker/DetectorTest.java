package dev.weir.consistency.checker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.consistency.history.Anomaly;
import dev.weir.consistency.history.Conclusion;
import dev.weir.consistency.history.Verdict;
import dev.weir.consistency.history.Violation;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each anomaly is found in a bad history, and only there. */
final class DetectorTest {
    private static final int MOST_STEPS = 8;

    static Stream<Case> cases() {
        return Stream.of(PresenceCases.all(), ContentCases.all(), CommitCases.all(), JobCases.all())
                .flatMap(each -> each);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void historyIsJudged(Case each) {
        Conclusion conclusion = each.story().conclude();

        switch (each.kind()) {
            case GOOD ->
                assertThat(conclusion.verdict()).as(conclusion.toString()).isEqualTo(Verdict.PASS);
            case AMBIGUOUS -> assertThat(conclusion.violations()).isEmpty();
            case BAD -> {
                assertThat(conclusion.verdict()).as(conclusion.toString()).isEqualTo(Verdict.VIOLATION);
                assertThat(conclusion.violations())
                        .extracting(Violation::anomaly)
                        .containsOnly(each.anomaly());
                assertThat(conclusion.violations())
                        .allSatisfy(violation ->
                                assertThat(violation.witness().steps()).hasSizeBetween(1, MOST_STEPS));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whatIsDamagedStaysDamaged(Case each) {
        HistoryChecker checker = each.story().checker();

        if (checker.damaged()) {
            assertThat(checker.conclude().verdict()).isEqualTo(Verdict.VIOLATION);
        }
    }

    @Test
    void everyAnomalyHasAGoodABadAndAnAmbiguousHistory() {
        Set<Anomaly> proven = EnumSet.allOf(Anomaly.class);
        for (Case.Kind kind : Case.Kind.values()) {
            proven.retainAll(cases().filter(each -> each.kind() == kind)
                    .map(Case::anomaly)
                    .collect(Collectors.toSet()));
        }

        System.out.printf("anomalies with a proven detector %d/%d%n", proven.size(), Anomaly.values().length);

        assertThat(proven).containsExactlyInAnyOrder(Anomaly.values());
    }
}
