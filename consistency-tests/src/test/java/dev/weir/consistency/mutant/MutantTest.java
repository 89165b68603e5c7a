package dev.weir.consistency.mutant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.consistency.history.Verdict;
import dev.weir.consistency.simulation.Findings;
import dev.weir.consistency.simulation.SilentLog;
import dev.weir.consistency.simulation.Simulation;
import dev.weir.consistency.suite.Engine;
import dev.weir.consistency.suite.MutantResult;
import dev.weir.consistency.suite.SuiteResult;
import dev.weir.consistency.suite.VerificationProgress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SilentLog.class)
class MutantTest {
    @Test
    void everyMutantIsKilledByARunThatItsOriginalPasses() throws Exception {
        List<MutantResult> results = new ArrayList<>();
        for (Mutant mutant : Mutants.all()) {
            MutantTrial.Trial trial = MutantTrial.trial(mutant);
            results.add(trial.result());
            for (Findings.Failure failure : trial.failures()) {
                assertThat(Simulation.run(mutant.original(), failure.seed(), failure.plan())
                                .conclusion()
                                .verdict())
                        .as("without the mistake: %s", failure.reproduce())
                        .isLessThanOrEqualTo(Verdict.INCONCLUSIVE);
            }
        }
        print(results);
        assertThat(results).filteredOn(result -> !result.killed()).isEmpty();
        assertThat(results)
                .as("what is called equivalent is not killed")
                .filteredOn(result ->
                        !result.equivalence().isEmpty() && !result.killedBy().isEmpty())
                .isEmpty();
    }

    /** The build's log shows it. */
    @SuppressWarnings("SystemOut")
    private static void print(List<MutantResult> results) {
        StringBuilder table = new StringBuilder();
        for (MutantResult result : results) {
            table.append(String.format(
                    "%-42s %-10s %-10s %s%n",
                    result.name(),
                    cell(result, Engine.SIMULATION),
                    cell(result, Engine.EXHAUSTIVE),
                    result.equivalence().isEmpty() ? result.issue() : "equivalent"));
        }
        table.append(String.format(
                "mutants killed %d/%d, of these equivalent %d%n",
                results.stream().filter(MutantResult::killed).count(),
                results.size(),
                results.stream()
                        .filter(result -> !result.equivalence().isEmpty())
                        .count()));
        table.append(String.format(
                "museum %d/%d%n",
                results.stream()
                        .filter(result ->
                                !result.issue().isEmpty() && !result.killedBy().isEmpty())
                        .count(),
                Mutants.museum().size()));
        System.out.print(table);
    }

    private static String cell(MutantResult result, Engine engine) {
        if (!result.triedBy().contains(engine)) {
            return "-";
        }
        return result.killedBy().contains(engine) ? "killed" : "survived";
    }

    @Test
    void theCatalogueHoldsAtLeastFortyMutantsAndTheMuseumTen() {
        assertThat(Mutants.all()).hasSizeGreaterThanOrEqualTo(40);
        assertThat(Mutants.museum()).hasSize(10);
        assertThat(Mutants.all())
                .extracting(Mutant::name)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z-]+"));
    }

    @Test
    void aTrialShowsTheSmallestWitness() throws Exception {
        SuiteResult result = MutantTrial.verify(Mutants.named("commit-at-prepare"), 7, 0, VerificationProgress.SILENT);
        assertThat(result.verdict()).isEqualTo(Verdict.VIOLATION);
        assertThat(result.cases()).last().satisfies(shown -> {
            assertThat(shown.violations()).isNotEmpty();
            assertThat(shown.violations().get(0).witness().steps()).isNotEmpty();
            assertThat(shown.reproduce()).contains("plan 1 records | 1:");
        });
    }

    @Test
    void anUnknownNameIsAnsweredWithNearOnes() {
        assertThatThrownBy(() -> Mutants.named("commit-prepare"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("commit-at-prepare");
    }
}
