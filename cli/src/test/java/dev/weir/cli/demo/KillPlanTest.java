package dev.weir.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cli.demo.KillPlan.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KillPlanTest {

    private static final long ORDERS = 3_000_000;
    private static final Duration INTERVAL = Duration.ofMillis(100);

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void killsAsOftenAsAskedBeforeTheEnd(long seed) {
        KillPlan plan = new KillPlan(seed, Toll.ofJob(5), ORDERS, INTERVAL);
        List<Long> lives = new ArrayList<>();

        // A job that loses no record, and reads on for a while until the signal comes.
        while (plan.hasKills()) {
            long records = plan.next().limit() + ORDERS / 100;
            plan.killed(records);
            lives.add(records);
        }

        assertThat(lives).hasSize(5).allMatch(records -> records > 0);
        assertThat(lives.stream().mapToLong(Long::longValue).sum()).isLessThan(ORDERS);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4})
    void choosesTheSameMomentForTheSameSeed(long seed) {
        assertThat(new KillPlan(seed, Toll.ofJob(5), ORDERS, INTERVAL).next())
                .isEqualTo(new KillPlan(seed, Toll.ofJob(5), ORDERS, INTERVAL).next());
    }

    @Test
    void hitsEachVictimAsOftenAsAsked() {
        KillPlan plan = new KillPlan(3, new Toll(4, 2, 1), ORDERS, INTERVAL);
        List<Victim> victims = new ArrayList<>();
        while (plan.hasKills()) {
            victims.add(plan.next().victim());
            plan.killed(1_000);
        }

        assertThat(victims)
                .containsExactlyInAnyOrder(
                        Victim.JOB, Victim.JOB, Victim.JOB, Victim.JOB, Victim.BROKER, Victim.BROKER, Victim.DATABASE);
    }

    @Test
    void waitsForRecordsAndCheckpointsButNotForTheEnd() {
        Moment moment = new Moment(Victim.JOB, 100, 2, 1_000, Duration.ZERO);

        assertThat(moment.isReached(99, 2)).isFalse();
        assertThat(moment.isReached(100, 1)).isFalse();
        assertThat(moment.isReached(100, 2)).isTrue();
        assertThat(moment.isReached(1_000, 0)).isTrue();
    }

    @Test
    void killsBeforeTheFirstCheckpointToo() {
        assertThat(LongStream.range(0, 100)
                        .mapToObj(seed -> new KillPlan(seed, Toll.ofJob(5), ORDERS, INTERVAL).next()))
                .anyMatch(moment -> moment.checkpoints() == 0)
                .anyMatch(moment -> moment.checkpoints() > 2)
                .allMatch(moment -> moment.delay().compareTo(INTERVAL) < 0)
                .allMatch(moment -> moment.records() <= moment.limit());
    }
}
