package dev.weir.consistency.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.consistency.suite.CaseResult;
import dev.weir.fault.Label;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SilentLog.class)
class ExhaustiveTest {
    @Test
    void keepsEveryPromiseAtEveryPlaceAndReachesEveryLabel() throws Exception {
        Occurrences reached = new Occurrences();
        Set<Fault.Kind> fired = EnumSet.noneOf(Fault.Kind.class);
        long schedules = 0;
        Duration cpu = Duration.ZERO;
        for (Scenario scenario : Scenarios.all()) {
            Findings findings = Exhaustive.run(scenario, 1);
            assertThat(findings.failure().map(Findings.Failure::reproduce)).isEmpty();
            assertThat(findings.cases())
                    .filteredOn(found -> !SimulationTest.isAllowed(scenario.name(), found.verdict()))
                    .as("cases of " + scenario.name() + " that prove nothing, or too much")
                    .isEmpty();
            reached.add(findings.reached());
            fired.addAll(findings.fired());
            schedules += findings.schedules();
            cpu = cpu.plus(findings.cpu());
        }

        assertThat(fired).containsExactlyInAnyOrder(Fault.Kind.values());
        assertThat(Label.values()).as("labels reached").allMatch(label -> reached.of(label) > 0);
        System.out.println("labels reached " + Label.values().length + "/" + Label.values().length + ", "
                + new Findings(java.util.List.of(), reached, fired, schedules, cpu, Optional.empty()).speed());
    }

    @Test
    void hasACaseForEveryLabelThatAScenarioReaches() throws Exception {
        Findings findings = Exhaustive.run(Scenarios.small().get(0), 1);

        assertThat(findings.cases())
                .extracting(CaseResult::name)
                .contains(
                        Label.COMMIT_AFTER_COMMIT.name(),
                        Label.RETENTION_BETWEEN_DELETES.name(),
                        Label.IN_DOUBT_BEFORE_LOOKUP.name(),
                        "COMMIT REPLY_LOST",
                        "APPLY DELAYED");
    }
}
