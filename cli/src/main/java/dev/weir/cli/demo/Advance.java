package dev.weir.cli.demo;

import dev.weir.cli.demo.Message.Progress;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** How far the job has come, in its present process and since the last kill. Not thread-safe. */
final class Advance implements Message.Listener {

    private final Timeline timeline;

    private int life;
    private Progress latest = Progress.NONE;
    private long lastChange;
    private long checkpointMillis;
    private boolean inGap;

    /** That were completed since the last kill. */
    private int checkpoints;
    /** How many records this life had read at the last kill. */
    private long recordsBefore;
    /** How many records this life had read at which time. */
    private final NavigableMap<Long, Long> recordsAt = new TreeMap<>();
    /** How many of them are in its last checkpoint. */
    private long inCheckpoint;

    Advance(Timeline timeline) {
        this.timeline = timeline;
    }

    /** A new process begins. */
    void newLife(int number) {
        life = number;
        latest = Progress.NONE;
        lastChange = timeline.millis();
        recordsAt.clear();
        inCheckpoint = 0;
        countAnew();
    }

    /** There was a kill. */
    void countAnew() {
        checkpoints = 0;
        recordsBefore = latest.records();
    }

    @Override
    public void progressed(Progress progress) {
        long now = timeline.millis();
        timeline.progressed(life, progress);
        if (progress.checkpoint() > 0) {
            checkpointMillis = now - progress.checkpointAgeMillis();
        }
        recordsAt.put(now, progress.records());
        if (progress.checkpoint() != latest.checkpoint()) {
            checkpoints++;
            Map.Entry<Long, Long> before = recordsAt.floorEntry(checkpointMillis);
            inCheckpoint = before == null ? 0 : before.getValue();
        }
        if (progress.records() != latest.records() || progress.units() != latest.units()) {
            lastChange = now;
        }
        latest = progress;
    }

    @Override
    public void enteredGap() {
        inGap = true;
    }

    void leaveGap() {
        inGap = false;
    }

    boolean isInGap() {
        return inGap;
    }

    Progress latest() {
        return latest;
    }

    long lastChangeMillis() {
        return lastChange;
    }

    /** When the last checkpoint was begun. */
    long checkpointMillis() {
        return checkpointMillis;
    }

    int checkpoints() {
        return checkpoints;
    }

    /** Read by this process since the last kill. */
    long records() {
        return latest.records() - recordsBefore;
    }

    /** Those of them that the next process does not read again. */
    long recordsKept() {
        return Math.max(0, inCheckpoint - recordsBefore);
    }
}
