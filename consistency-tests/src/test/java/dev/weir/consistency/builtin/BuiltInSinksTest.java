package dev.weir.consistency.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.weir.consistency.live.Bench;
import dev.weir.consistency.live.LiveCase;
import dev.weir.consistency.live.LiveSettings;
import dev.weir.consistency.live.RealServers;
import dev.weir.consistency.subject.SinkUnderTest;
import dev.weir.consistency.suite.CaseResult;
import dev.weir.fault.Label;
import dev.weir.sink.DeliveryStrategy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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
 * The database sinks over real servers. A build tries every label with every strategy on PostgreSQL, and on MySQL and MariaDB those
 * where databases differ; with the system property {@code weir.combinations} everything is tried of all sinks and strategies whose
 * names it matches.
 */
class BuiltInSinksTest {
    private static final String COMBINATIONS = "weir.combinations";
    /** What a strategy does not reach is left out. */
    static final Set<Label> WHERE_DESTINATIONS_DIFFER = EnumSet.of(
            Label.RESTORE_AFTER_FENCE,
            Label.SEGMENT_AFTER_FSYNC,
            Label.CHECKPOINT_AFTER_COMPLETE,
            Label.COMMIT_BEFORE_APPLY,
            Label.COMMIT_AFTER_LEDGER,
            Label.COMMIT_AFTER_RECORDS,
            Label.COMMIT_AFTER_COMMIT,
            Label.PREPARE_BEFORE,
            Label.PREPARE_AFTER,
            Label.ABORT_BEFORE);

    @TempDir
    private Path folder;

    private final List<Lane> lanes = new ArrayList<>();

    @AfterEach
    void closeLanes() {
        lanes.forEach(Lane::close);
    }

    @TestFactory
    Stream<DynamicTest> sinksKeepTheirPromises() {
        String wanted = System.getProperty(COMBINATIONS, "");
        List<Lane> plan = wanted.isEmpty() ? selection() : all(wanted);
        return plan.stream()
                .flatMap(lane -> lane.trials().stream())
                .map(trial -> dynamicTest(trial.name(), () -> {
                    assertThat(trial.failures()).as(trial.name()).isEmpty();
                    print(trial.name(), trial.await());
                }));
    }

    @Test
    void areFoundByName() {
        assertThat(BuiltInSinks.all())
                .extracting(SinkUnderTest::name)
                .containsExactly("jdbc-postgresql", "jdbc-mysql", "jdbc-mariadb", "files", "kafka")
                .allSatisfy(name -> assertThat(BuiltInSinks.byName(name)).isPresent());
        assertThat(BuiltInSinks.byName("jdbc")).isEmpty();
    }

    private List<Lane> selection() {
        SinkUnderTest postgresql = new JdbcPostgresql();
        Lane one = lane(LiveSettings.brief())
                .then(postgresql, DeliveryStrategy.WRITE_AHEAD_LOG, BuiltInSinksTest::most)
                .then(postgresql, DeliveryStrategy.TWO_PHASE, BuiltInSinksTest::haltsAndLostMessages)
                .then(new JdbcMariadb(), DeliveryStrategy.TWO_PHASE, BuiltInSinksTest::whereDatabasesDiffer);
        Lane two = lane(LiveSettings.brief())
                .then(postgresql, DeliveryStrategy.TWO_PHASE_INSURED, BuiltInSinksTest::haltsAndLostMessages)
                .then(postgresql, DeliveryStrategy.IDEMPOTENT, BuiltInSinksTest::haltsAndLostMessages)
                .then(new JdbcMysql(), DeliveryStrategy.TWO_PHASE_INSURED, BuiltInSinksTest::whereDatabasesDiffer)
                .then(new JdbcMysql(), DeliveryStrategy.WRITE_AHEAD_LOG, RealServers::wire);
        return List.of(one, two);
    }

    private List<Lane> all(String wanted) {
        List<Lane> all = List.of(lane(LiveSettings.thorough()), lane(LiveSettings.thorough()));
        int turn = 0;
        for (SinkUnderTest sink : BuiltInSinks.all()) {
            for (DeliveryStrategy strategy : sink.strategies()) {
                if ((sink.name() + " " + strategy).matches(wanted)) {
                    all.get(turn++ % all.size()).then(sink, strategy, RealServers::cases);
                }
            }
        }
        return all;
    }

    private Lane lane(LiveSettings settings) {
        Lane lane = new Lane(folder, settings);
        lanes.add(lane);
        return lane;
    }

    private static List<LiveCase> haltsAndLostMessages(Bench bench) {
        List<LiveCase> cases = new ArrayList<>();
        cases.add(RealServers.halts(bench, Arrays.asList(Label.values())));
        cases.addAll(RealServers.wire(bench));
        return cases;
    }

    private static List<LiveCase> most(Bench bench) {
        List<LiveCase> cases = haltsAndLostMessages(bench);
        cases.add(RealServers.deaths(bench));
        cases.addAll(RealServers.sleeps(bench).subList(0, 3));
        cases.addAll(RealServers.outages(bench));
        return cases;
    }

    private static List<LiveCase> whereDatabasesDiffer(Bench bench) {
        List<LiveCase> cases = new ArrayList<>();
        cases.add(RealServers.halts(bench, WHERE_DESTINATIONS_DIFFER));
        cases.add(RealServers.sleeps(bench).get(1));
        cases.addAll(RealServers.outages(bench));
        cases.addAll(RealServers.wire(bench));
        return cases;
    }

    private static void print(String name, List<CaseResult> results) {
        double seconds = results.stream()
                .mapToDouble(each -> each.duration().toMillis() / 1000.0)
                .sum();
        System.out.printf("%s: %d labels and faults, all happened, %.1f s%n", name, results.size(), seconds);
    }
}
