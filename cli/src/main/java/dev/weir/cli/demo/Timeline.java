package dev.weir.cli.demo;

import dev.weir.cli.demo.Message.Progress;
import dev.weir.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What happened when, in milliseconds since the job was first started. Safe from any thread. */
final class Timeline {

    private final Clock clock;
    private final long origin;
    private final List<Long> starts = new ArrayList<>();
    private final List<Sample> samples = new ArrayList<>();
    private final List<Kill> kills = new ArrayList<>();

    Timeline(Clock clock) {
        this.clock = clock;
        this.origin = clock.nanos();
    }

    /** What the job said. Lives count from 0. */
    record Sample(long millis, int life, Progress progress) {}

    /**
     * All of it, once the job is through.
     *
     * @param starts when each process of the job was started
     */
    record Content(long endMillis, List<Long> starts, List<Sample> samples, List<Kill> kills) {

        Content {
            starts = List.copyOf(starts);
            samples = List.copyOf(samples);
            kills = kills.stream().sorted(Comparator.comparingInt(Kill::number)).toList();
        }
    }

    long millis() {
        return (clock.nanos() - origin) / 1_000_000;
    }

    synchronized void started() {
        starts.add(millis());
    }

    synchronized void progressed(int life, Progress progress) {
        samples.add(new Sample(millis(), life, progress));
    }

    synchronized void killed(Kill kill) {
        kills.add(kill);
    }

    synchronized Content content() {
        return new Content(millis(), starts, samples, kills);
    }
}
