package dev.weir.consistency.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.consistency.history.Promise;
import dev.weir.consistency.history.Verdict;
import dev.weir.consistency.model.DatabaseModel;
import dev.weir.consistency.model.Mistake;
import dev.weir.sink.DeliveryStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SilentLog.class)
class ShrinkerTest {
    private static final Scenario BROKEN = Scenario.of(
            "records before ledger",
            DeliveryStrategy.WRITE_AHEAD_LOG,
            () -> DatabaseModel.ofRecords(Mistake.RECORDS_BEFORE_LEDGER));

    @Test
    void leavesOnlyTheFaultsThatAreNeeded() throws Exception {
        Plan plan = Plan.parse(
                "14 records | 3: not-sent@READ#2 kill@step#150 | 2: restart@step#40 kill@COMMIT_AFTER_RECORDS#1"
                        + " | 3: error@APPLY#1 power@step#180 | 1: applied-twice@READ#1");
        SimulationResult result = Simulation.run(BROKEN, 3, plan);
        assertThat(result.conclusion().verdict()).isEqualTo(Verdict.VIOLATION);

        Findings.Failure small = Shrinker.shrink(new Findings.Failure(BROKEN, 3, plan, result.conclusion()));

        assertThat(small.plan().faults()).isBetween(0, 2);
        assertThat(small.plan().lives().size()).isLessThanOrEqualTo(2);
        assertThat(small.plan().recordsPerPartition()).isLessThan(plan.recordsPerPartition());
        assertThat(Simulation.run(BROKEN, 3, small.plan()).conclusion()).isEqualTo(small.conclusion());
    }

    @Test
    void makesOneFaultOfManyWhereOneIsNeeded() throws Exception {
        Scenario unprotected = Scenario.of("at least once", DeliveryStrategy.AT_LEAST_ONCE, DatabaseModel::ofRecords)
                .withPromise(Promise.EXACTLY_ONCE_RECORDS);
        Findings.Failure failure = SeededRuns.run(unprotected, 0, 500).failure().orElseThrow();

        Findings.Failure small = Shrinker.shrink(failure);

        assertThat(small.plan().faults()).isBetween(1, 2);
        assertThat(Shrinker.shrink(failure)).isEqualTo(small);
    }
}
