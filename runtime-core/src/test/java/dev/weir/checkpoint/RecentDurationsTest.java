package dev.weir.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RecentDurationsTest {
    @Test
    void givesTheMedianOfTheLastOnes() {
        RecentDurations durations = new RecentDurations();
        assertThat(durations.median()).isZero();

        Random random = new Random(1);
        List<Long> all = new ArrayList<>();
        for (int i = 0; i < 5 * RecentDurations.KEPT; i++) {
            long duration = random.nextInt(50);
            durations.add(duration);
            all.add(duration);
            List<Long> last = new ArrayList<>(all.subList(Math.max(0, all.size() - RecentDurations.KEPT), all.size()));
            last.sort(null);
            assertThat(durations.median()).isEqualTo(last.get(last.size() / 2));
        }
    }
}
