package dev.weir.cli.demo;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/** The kills that their victims have not recovered from. Not thread-safe. */
final class Wounds {

    private final Timeline timeline;
    private final Scene scene;
    private final Consumer<Kill> healed;
    private final Map<Victim, Wound> open = new EnumMap<>(Victim.class);

    /**
     * @param seen by a reader before the victim was back, if that is a server
     */
    private record Wound(int number, long millis, long records, long checkpointAgeMillis, long seen) {
        Wound seeing(long orders) {
            return new Wound(number, millis, records, checkpointAgeMillis, orders);
        }
    }

    Wounds(Timeline timeline, Scene scene, Consumer<Kill> healed) {
        this.timeline = timeline;
        this.scene = scene;
        this.healed = healed;
    }

    void open(int number, Victim victim, long millis, long records, long checkpointAgeMillis) {
        open.put(victim, new Wound(number, millis, records, checkpointAgeMillis, 0));
    }

    boolean isOpen(Victim victim) {
        return open.containsKey(victim);
    }

    boolean isAnyOpen() {
        return !open.isEmpty();
    }

    /** The present process has read a record. */
    void jobReads() {
        close(Victim.JOB);
    }

    /** Sees which servers are back: those that show more than before they came back. */
    void look() {
        for (Victim server : Victim.values()) {
            Wound wound = open.get(server);
            if (wound == null || server == Victim.JOB) {
                continue;
            }
            long seen = scene.seen(server);
            if (scene.isDown(server)) {
                open.put(server, wound.seeing(seen));
            } else if (seen > wound.seen()) {
                close(server);
            }
        }
    }

    /** The job has come to its end: whatever was hit works again, or has nothing left to do. */
    void closeAll() {
        for (Victim victim : Victim.values()) {
            close(victim);
        }
    }

    private void close(Victim victim) {
        Wound wound = open.remove(victim);
        if (wound != null) {
            healed.accept(new Kill(
                    wound.number(),
                    victim,
                    wound.millis(),
                    wound.records(),
                    wound.checkpointAgeMillis(),
                    Duration.ofMillis(timeline.millis() - wound.millis())));
        }
    }
}
