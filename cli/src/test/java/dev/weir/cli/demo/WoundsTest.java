package dev.weir.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WoundsTest {

    private final ManualClock clock = new ManualClock(0);
    private final Servers servers = new Servers();
    private final List<Kill> healed = new ArrayList<>();
    private final Wounds wounds = new Wounds(new Timeline(clock), servers, healed::add);

    @Test
    void takesAJobForHealedWhenItReads() {
        wounds.open(1, Victim.JOB, 0, 500, 20);
        clock.advance(Duration.ofMillis(900));
        wounds.look();
        assertThat(healed).isEmpty();

        wounds.jobReads();

        assertThat(healed).containsExactly(new Kill(1, Victim.JOB, 0, 500, 20, Duration.ofMillis(900)));
        assertThat(wounds.isAnyOpen()).isFalse();
    }

    @Test
    void takesAServerForHealedWhenAReaderSeesMoreThanBeforeItCameBack() {
        servers.down = true;
        servers.seen = 70;
        wounds.open(1, Victim.BROKER, 0, 500, 20);
        wounds.look();
        servers.seen = 80;
        wounds.look();
        servers.down = false;
        clock.advance(Duration.ofSeconds(3));
        wounds.look();
        wounds.jobReads();
        assertThat(wounds.isOpen(Victim.BROKER)).isTrue();

        servers.seen = 81;
        wounds.look();

        assertThat(healed).containsExactly(new Kill(1, Victim.BROKER, 0, 500, 20, Duration.ofSeconds(3)));
    }

    private static final class Servers implements Scene {
        private boolean down;
        private long seen;

        @Override
        public void killed(int kills) {}

        @Override
        public void strike(Victim server) {}

        @Override
        public boolean isDown(Victim server) {
            return down;
        }

        @Override
        public long seen(Victim server) {
            return seen;
        }

        @Override
        public long seen() {
            return seen;
        }

        @Override
        public boolean isPlayed() {
            return false;
        }

        @Override
        public void endJob() {}
    }
}
