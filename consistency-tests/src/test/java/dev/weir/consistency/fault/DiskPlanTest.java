package dev.weir.consistency.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DiskPlanTest {
    @Test
    void readsWhatItWrites() {
        DiskPlan everything = DiskPlan.NONE
                .fullAfter(20_000)
                .freedAfter(3)
                .syncFailsAt(4)
                .syncLiesFrom(5)
                .readOnlyAfter(6)
                .powerLossAt(7)
                .slowBy(Duration.ofMillis(8));

        assertThat(everything)
                .hasToString("full-after=20000,freed-after=3,sync-fails-at=4,sync-lies-from=5,read-only-after=6,"
                        + "power-loss-at=7,slow-millis=8");
        assertThat(DiskPlan.parse(everything.toString())).isEqualTo(everything);
        assertThat(DiskPlan.NONE).hasToString("none");
        assertThat(DiskPlan.parse("none")).isEqualTo(DiskPlan.NONE);
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> DiskPlan.parse("on-fire=1"))
                .hasMessageContaining("no such fault: 'on-fire'")
                .hasMessageContaining("sync-lies-from");
        assertThatThrownBy(() -> DiskPlan.parse("full-after=")).hasMessageContaining("'full-after=' has no number");
        assertThatThrownBy(() -> DiskPlan.parse("")).hasMessageContaining("has no number");
    }
}
