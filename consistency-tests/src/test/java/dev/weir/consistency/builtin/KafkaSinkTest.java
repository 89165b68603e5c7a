package dev.weir.consistency.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.weir.consistency.contract.ContractCheck;
import dev.weir.consistency.history.Verdict;
import dev.weir.consistency.live.Bench;
import dev.weir.consistency.live.LiveCase;
import dev.weir.consistency.live.LiveSettings;
import dev.weir.consistency.live.RealServers;
import dev.weir.consistency.subject.Destination;
import dev.weir.consistency.suite.CaseResult;
import dev.weir.fault.Label;
import dev.weir.sink.DeliveryStrategy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Kafka sink over a real broker. A build tries every label with the insured strategy, and with the write-ahead log those where it
 * goes another way; {@link BuiltInSinksTest} tries everything, of all strategies, with {@code -Dweir.combinations=kafka.*}.
 */
@SuppressWarnings("try") // a destination's close() may be interrupted
class KafkaSinkTest {
    private static final Set<Label> AROUND_A_COMMIT =
            EnumSet.of(Label.COMMIT_BEFORE_APPLY, Label.COMMIT_AFTER_RECORDS, Label.COMMIT_AFTER_COMMIT);

    @TempDir
    private Path folder;

    private final List<Lane> lanes = new ArrayList<>();

    @AfterEach
    void closeLanes() {
        lanes.forEach(Lane::close);
    }

    @TestFactory
    Stream<DynamicTest> keepsItsPromises() {
        lanes.add(lane("insured").then(new Kafka(), DeliveryStrategy.TWO_PHASE_INSURED, KafkaSinkTest::insured));
        // Most of that is waiting for timeouts.
        lanes.add(lane("others")
                .then(new Kafka(), DeliveryStrategy.TWO_PHASE_INSURED, RealServers::expiries)
                .then(new Kafka(), DeliveryStrategy.WRITE_AHEAD_LOG, KafkaSinkTest::logged));
        return lanes.stream()
                .flatMap(lane -> lane.trials().stream())
                .map(trial -> dynamicTest(trial.name(), () -> {
                    assertThat(trial.failures()).as(trial.name()).isEmpty();
                    System.out.printf(
                            "%s: %d labels and faults, all happened%n",
                            trial.name(), trial.await().size());
                }));
    }

    private Lane lane(String name) {
        return new Lane(folder.resolve(name), LiveSettings.brief());
    }

    private static List<LiveCase> insured(Bench bench) {
        List<LiveCase> cases = cases(bench, List.of(Label.values()));
        cases.add(RealServers.sleeps(bench).get(1));
        return cases;
    }

    private static List<LiveCase> logged(Bench bench) {
        return cases(bench, BuiltInSinksTest.WHERE_DESTINATIONS_DIFFER);
    }

    private static List<LiveCase> cases(Bench bench, Collection<Label> halts) {
        List<LiveCase> cases = new ArrayList<>();
        cases.add(RealServers.halts(bench, halts));
        cases.addAll(RealServers.wire(bench));
        cases.addAll(RealServers.outagesAt(bench, AROUND_A_COMMIT));
        return cases;
    }

    @Test
    void portsKeepTheirRules() throws Exception {
        try (Destination destination = new Kafka().start()) {
            for (DeliveryStrategy strategy : new Kafka().strategies()) {
                List<CaseResult> results = ContractCheck.run(new Kafka(), destination, strategy);
                assertThat(results)
                        .filteredOn(result -> result.verdict() != Verdict.PASS)
                        .extracting(result -> strategy + " " + result.name() + ": " + result.reason())
                        .isEmpty();
                System.out.printf("kafka %s: %d rules of its ports%n", strategy, results.size());
            }
        }
    }
}
