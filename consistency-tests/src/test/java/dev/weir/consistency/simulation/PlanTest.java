package dev.weir.consistency.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SilentLog.class)
class PlanTest {
    @Test
    void readsWhatItWrites() throws Exception {
        Scenario scenario = Scenarios.small().get(0);
        for (long seed = 0; seed < 200; seed++) {
            Plan plan = SeededRuns.plan(scenario, seed);

            assertThat(Plan.parse(plan.toString())).isEqualTo(plan);
        }
    }

    @Test
    void saysInOneLineWhatGoesWrong() {
        String text = "12 records | 2: kill@COMMIT_AFTER_COMMIT#1 | 1: reply-lost@COMMIT#1 resume@step#9 | 2:";

        Plan plan = Plan.parse(text);

        assertThat(plan).hasToString(text);
        assertThat(plan.faults()).isEqualTo(3);
        assertThat(plan.lives()).extracting(Plan.Life::parallelism).containsExactly(2, 1, 2);
    }

    @Test
    void refusesATextThatIsNoPlan() {
        assertThatThrownBy(() -> Plan.parse("2: kill@step#1"))
                .hasMessageContaining("it must begin with the number of records");
        assertThatThrownBy(() -> Plan.parse("3 records | 2: kill")).hasMessageContaining("no moment");
        assertThatThrownBy(() -> Plan.parse("3 records | 2: kill@step")).hasMessageContaining("no number");
        assertThatThrownBy(() -> Plan.parse("3 records | 2: kill@COMMIT#1"))
                .hasMessageContaining("everything else happens at a label or step");
    }
}
