package dev.weir.consistency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.consistency.SimulatedCount.Mutant;
import dev.weir.consistency.SimulatedCount.Verdict;
import dev.weir.fault.Label;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same job under many seeds: crashes at random labels, power failures, lost replies, rescaling. */
class SimulationTest {
    private static final int SEEDS = 10_000;
    private static final int SEEDS_FOR_A_MUTANT = 400;

    /** Labels that this job has no reason to reach: two-phase commit is not in it. */
    private static final Set<Label> NOT_IN_THIS_JOB =
            EnumSet.of(Label.PREPARE_BEFORE, Label.PREPARE_AFTER, Label.ABORT_BEFORE);

    @Test
    void writesEveryResultExactlyOnceUnderEverySeed() throws Exception {
        List<Verdict> verdicts = runAll(SEEDS, Mutant.NONE);

        assertThat(verdicts.stream().filter(verdict -> !verdict.passed()).limit(5))
                .as("seeds that damaged the destination")
                .isEmpty();
        // The faults must have happened, or the green result says nothing.
        Map<Label, Integer> crashes = new EnumMap<>(Label.class);
        verdicts.forEach(verdict -> verdict.crashes().forEach(label -> crashes.merge(label, 1, Integer::sum)));
        assertThat(crashes.keySet())
                .as("labels at which a process crashed")
                .containsAll(EnumSet.complementOf(EnumSet.copyOf(NOT_IN_THIS_JOB)));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void catchesADeliveryThatIsBrokenOnPurpose(Mutant mutant) throws Exception {
        long caught = runAll(SEEDS_FOR_A_MUTANT, mutant).stream()
                .filter(verdict -> !verdict.passed())
                .count();

        assertThat(caught).isPositive();
    }

    @Test
    void repeatsALifeFromItsSeed() throws Exception {
        for (long seed = 0; seed < 50; seed++) {
            assertThat(SimulatedCount.run(seed, Mutant.NONE)).isEqualTo(SimulatedCount.run(seed, Mutant.NONE));
        }
    }

    private static List<Verdict> runAll(int seeds, Mutant mutant) throws Exception {
        ForkJoinPool pool = new ForkJoinPool(Runtime.getRuntime().availableProcessors());
        try {
            return pool.submit(() -> LongStream.range(0, seeds)
                            .parallel()
                            .mapToObj(seed -> run(seed, mutant))
                            .toList())
                    .get();
        } finally {
            pool.shutdown();
        }
    }

    private static Verdict run(long seed, Mutant mutant) {
        try {
            return SimulatedCount.run(seed, mutant);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
