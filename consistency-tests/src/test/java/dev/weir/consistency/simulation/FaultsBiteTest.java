package dev.weir.consistency.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.consistency.history.Promise;
import dev.weir.consistency.history.Verdict;
import dev.weir.consistency.model.DatabaseModel;
import dev.weir.consistency.model.Mistake;
import dev.weir.consistency.model.XaModel;
import dev.weir.sink.DeliveryStrategy;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A fault that breaks nothing where nothing protects proves nothing where something does. */
@ExtendWith(SilentLog.class)
class FaultsBiteTest {
    /** Writes as records come, and is judged as if it wrote each once. */
    private static final Scenario UNPROTECTED = Scenario.of(
                    "unprotected", DeliveryStrategy.AT_LEAST_ONCE, DatabaseModel::ofRecords)
            .withPromise(Promise.EXACTLY_ONCE_RECORDS);

    @ParameterizedTest
    @EnumSource
    void breaksARunWithoutRecovery(Fault.Kind kind) throws Exception {
        int fired = 0;
        int broken = 0;
        for (int number = 1; number < 200 && broken == 0; number++) {
            Plan plan = Plan.parse("8 records | 2: " + faultOf(kind, number));
            SimulationResult result = Simulation.run(unprotectedFrom(kind), number, plan);
            fired += result.missed() == 0 ? 1 : 0;
            broken += result.conclusion().verdict() == Verdict.VIOLATION ? 1 : 0;
        }

        assertThat(fired).as("runs in which it happened").isPositive();
        assertThat(broken).as("runs that it broke").isPositive();
    }

    private static Scenario unprotectedFrom(Fault.Kind kind) {
        return switch (kind) {
            case RESUME ->
                Scenario.of("no fence", DeliveryStrategy.TWO_PHASE, () -> DatabaseModel.ofRecords(Mistake.NO_FENCE));
            case EXPIRE ->
                Scenario.of(
                        "lost is taken for committed",
                        DeliveryStrategy.TWO_PHASE,
                        () -> XaModel.rollingBackAfter(
                                Duration.ofHours(1), Mistake.UNKNOWN_IS_COMMITTED, Mistake.HEURISTIC_SWALLOWED));
            case RESTART ->
                Scenario.of("broken sessions are not noticed", DeliveryStrategy.TWO_PHASE, DatabaseModel::ofRecords)
                        .withMutation(new BrokenSessionsIgnored());
            default -> UNPROTECTED;
        };
    }

    private static String faultOf(Fault.Kind kind, int number) {
        if (kind.network() != null) {
            return kind.text() + "@WRITE#" + (1 + number % 6);
        }
        return switch (kind) {
            case RESUME -> "pause@step#" + number + " | 2: resume@step#" + (1 + number % 60);
            case EXPIRE -> "expire@PREPARE_AFTER#" + (1 + number % 6);
            default -> kind.text() + "@step#" + number;
        };
    }
}
