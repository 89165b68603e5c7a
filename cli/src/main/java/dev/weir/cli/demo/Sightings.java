package dev.weir.cli.demo;

import dev.weir.cli.demo.Sighted.Look;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Notes what a reader of one destination sees. Safe from any thread; one thread notes. */
final class Sightings {

    private final Timeline timeline;
    private final Promises promises;
    private final List<Look> looks = new ArrayList<>();
    private long orders;
    private long judged;
    private long early;

    Sightings(Timeline timeline, Promises promises) {
        this.timeline = timeline;
        this.promises = promises;
    }

    /**
     * The reader looked.
     *
     * @param ordersCounted in all results that it saw
     * @param results that it saw
     */
    void looked(long ordersCounted, long results) {
        long now = timeline.millis();
        synchronized (this) {
            orders = ordersCounted;
            looks.add(new Look(now, ordersCounted));
        }
        // After the look: whatever was promised before it is promised now.
        OptionalLong promised = promises.results();
        synchronized (this) {
            if (promised.isPresent()) {
                judged++;
                early = Math.max(early, results - promised.getAsLong());
            }
        }
    }

    /** Of the last look. */
    synchronized long orders() {
        return orders;
    }

    /** The time of the last look that saw something new, 0 before that. */
    synchronized long lastChangeMillis() {
        for (int i = looks.size() - 1; i > 0; i--) {
            if (looks.get(i).orders() != looks.get(i - 1).orders()) {
                return looks.get(i).millis();
            }
        }
        return 0;
    }

    /** @param repeated and disordered, of which who reads keeps count */
    synchronized Sighted content(long repeated, long disordered) {
        return new Sighted(looks, judged, early, repeated, disordered);
    }
}
