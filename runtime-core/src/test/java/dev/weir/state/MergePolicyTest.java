package dev.weir.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.state.MergePolicy.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MergePolicyTest {
    @Test
    void leavesAShortChainAlone() {
        assertThat(MergePolicy.next(new long[0])).isEmpty();
        assertThat(MergePolicy.next(new long[] {100})).isEmpty();
        assertThat(MergePolicy.next(new long[] {100, 1, 1, 1})).isEmpty();
    }

    @Test
    void mergesNeighboursOfLikeSize() {
        assertThat(MergePolicy.next(new long[] {100, 1, 1, 1, 1})).contains(new Range(1, 5));
        assertThat(MergePolicy.next(new long[] {1000, 40, 10, 5, 5})).contains(new Range(1, 5));
    }

    @Test
    void mergesEverythingOnceTheChangesOutweighTheBase() {
        assertThat(MergePolicy.next(new long[] {100, 30, 10, 10, 10})).contains(new Range(0, 5));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 100_000})
    void keepsChainsShortAndRewritesLittle(int spread) {
        Random random = new Random(spread);
        List<Long> chain = new ArrayList<>(List.of(100_000_000L));
        long added = 0;
        long written = 0;
        int longest = 0;
        for (int i = 0; i < 20_000; i++) {
            long size = 1L + random.nextInt(spread) + spread;
            added += size;
            chain.add(size);
            Optional<Range> due = MergePolicy.next(sizes(chain));
            while (due.isPresent()) {
                List<Long> run = chain.subList(due.get().from(), due.get().to());
                long sum = run.stream().mapToLong(Long::longValue).sum();
                // The base does not grow: what changes replaces what it holds.
                long merged = due.get().from() == 0 ? 100_000_000L : sum;
                written += merged;
                run.clear();
                chain.add(due.get().from(), merged);
                due = MergePolicy.next(sizes(chain));
            }
            longest = Math.max(longest, chain.size());
        }

        assertThat(longest).isLessThanOrEqualTo(11);
        assertThat((double) written / added).isLessThan(15);
    }

    private static long[] sizes(List<Long> chain) {
        return chain.stream().mapToLong(Long::longValue).toArray();
    }
}
