package dev.weir.consistency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.consistency.SimulatedCount.Mutant;
import dev.weir.consistency.SimulatedCount.Verdict;
import dev.weir.fault.Label;
import dev.weir.sink.DeliveryStrategy;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same job under many seeds: crashes at random labels, power failures, zombies, lost replies, rescaling. */
class SimulationTest {
    private static final int SEEDS = 4_000;
    private static final int SEEDS_FOR_A_MUTANT = 400;

    private static final Set<Label> OF_TRANSACTIONS =
            EnumSet.of(Label.PREPARE_BEFORE, Label.PREPARE_AFTER, Label.ABORT_BEFORE);
    private static final Set<Label> OF_SEGMENTS = EnumSet.of(Label.SEGMENT_BEFORE_FSYNC, Label.SEGMENT_AFTER_FSYNC);

    private static final Set<Label> OF_UNITS = EnumSet.of(
            Label.SEGMENT_BEFORE_APPEND,
            Label.COMMIT_AFTER_LEDGER,
            Label.COMMIT_AFTER_RECORDS,
            Label.COMMIT_AFTER_COMMIT,
            Label.COMMIT_BEFORE_RECORDED,
            Label.IN_DOUBT_BEFORE_LOOKUP);

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AT_LEAST_ONCE")
    void writesEveryResultExactlyOnceUnderEverySeed(DeliveryStrategy strategy) throws Exception {
        List<Verdict> verdicts = runAll(SEEDS, seed -> SimulatedCount.run(seed, strategy));

        assertThat(verdicts.stream().filter(verdict -> !verdict.passed()).limit(5))
                .as("seeds that damaged the destination")
                .isEmpty();
        // The faults must have happened, or the green result says nothing.
        Map<Label, Integer> crashes = new EnumMap<>(Label.class);
        verdicts.forEach(verdict -> verdict.crashes().forEach(label -> crashes.merge(label, 1, Integer::sum)));
        assertThat(crashes.keySet())
                .as("labels at which a process crashed")
                .containsExactlyInAnyOrderElementsOf(labelsOf(strategy));
        assertThat(verdicts.stream().mapToInt(Verdict::pauses).sum())
                .as("processes that woke up beside their successor")
                .isGreaterThan(SEEDS / 10);
    }

    private static Set<Label> labelsOf(DeliveryStrategy strategy) {
        Set<Label> labels = EnumSet.allOf(Label.class);
        switch (strategy) {
            case WRITE_AHEAD_LOG -> labels.removeAll(OF_TRANSACTIONS);
            case TWO_PHASE -> labels.removeAll(OF_SEGMENTS);
            case TWO_PHASE_INSURED -> {}
            case IDEMPOTENT, AT_LEAST_ONCE -> {
                labels.removeAll(OF_TRANSACTIONS);
                labels.removeAll(OF_SEGMENTS);
                labels.removeAll(OF_UNITS);
            }
        }
        return labels;
    }

    /** The faults bite: without one of the strategies they double records. */
    @Test
    void doublesRecordsAtLeastOnceAndLosesNone() throws Exception {
        List<Verdict> verdicts =
                runAll(SEEDS_FOR_A_MUTANT, seed -> SimulatedCount.run(seed, DeliveryStrategy.AT_LEAST_ONCE));

        assertThat(verdicts)
                .extracting(Verdict::damage)
                .filteredOn(Objects::nonNull)
                .hasSizeGreaterThan(SEEDS_FOR_A_MUTANT / 10);
        assertThat(verdicts)
                .extracting(Verdict::damage)
                .filteredOn(Objects::nonNull)
                .allMatch(damage -> damage.startsWith("lost [], doubled"));
    }

    @ParameterizedTest
    @EnumSource
    void catchesADeliveryThatIsBrokenOnPurpose(Mutant mutant) throws Exception {
        long caught = runAll(SEEDS_FOR_A_MUTANT, seed -> SimulatedCount.run(seed, mutant)).stream()
                .filter(verdict -> !verdict.passed())
                .count();

        assertThat(caught).isPositive();
    }

    @Test
    void repeatsALifeFromItsSeed() throws Exception {
        for (DeliveryStrategy strategy : DeliveryStrategy.values()) {
            for (long seed = 0; seed < 20; seed++) {
                assertThat(SimulatedCount.run(seed, strategy)).isEqualTo(SimulatedCount.run(seed, strategy));
            }
        }
    }

    private interface Life {
        Verdict of(long seed) throws InterruptedException;
    }

    private static List<Verdict> runAll(int seeds, Life life) throws Exception {
        ForkJoinPool pool = new ForkJoinPool(Runtime.getRuntime().availableProcessors());
        try {
            return pool.submit(() -> LongStream.range(0, seeds)
                            .parallel()
                            .mapToObj(seed -> run(seed, life))
                            .toList())
                    .get();
        } finally {
            pool.shutdown();
        }
    }

    private static Verdict run(long seed, Life life) {
        try {
            return life.of(seed);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
