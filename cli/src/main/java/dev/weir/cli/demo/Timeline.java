package dev.weir.cli.demo;

import dev.weir.cli.demo.Message.Progress;
import dev.weir.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** What happened when, in milliseconds since the job was first started. Safe from any thread. */
final class Timeline {

    private final Clock clock;
    private final long origin;
    private final List<Sample> samples = new ArrayList<>();
    private final List<Look> looks = new ArrayList<>();
    private final List<Kill> kills = new ArrayList<>();

    Timeline(Clock clock) {
        this.clock = clock;
        this.origin = clock.nanos();
    }

    /** What the job said. Lives count from 0. */
    record Sample(long millis, int life, Progress progress) {}

    /** What a reader saw in the table. */
    record Look(long millis, long orders) {}

    /** All of it, once the job is through. */
    record Content(long endMillis, List<Sample> samples, List<Look> looks, List<Kill> kills) {

        Content {
            samples = List.copyOf(samples);
            looks = List.copyOf(looks);
            kills = List.copyOf(kills);
        }

        /** How often a reader saw fewer orders than before. */
        long retreats() {
            long retreats = 0;
            for (int i = 1; i < looks.size(); i++) {
                retreats += looks.get(i).orders() < looks.get(i - 1).orders() ? 1 : 0;
            }
            return retreats;
        }
    }

    long millis() {
        return (clock.nanos() - origin) / 1_000_000;
    }

    synchronized void progressed(int life, Progress progress) {
        samples.add(new Sample(millis(), life, progress));
    }

    synchronized void looked(long orders) {
        looks.add(new Look(millis(), orders));
    }

    synchronized void killed(Kill kill) {
        kills.add(kill);
    }

    synchronized Content content() {
        return new Content(millis(), samples, looks, kills);
    }
}
