package dev.weir.consistency.checker;

import dev.weir.consistency.history.Anomaly;
import dev.weir.consistency.history.Event;
import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.history.Witness;
import java.util.List;

/**
 * The records of a sink that keeps the newest one of each key. Of a key are remembered how many records are visible, the
 * exclusive or of their numbers (of one record its number), and the highest number that any look has ended with.
 */
final class LatestByKey implements SinkCheck {
    private final String sink;
    private final Run run;
    private final Truth truth;
    private final Findings findings;
    private final Arrivals arrivals;
    private final LongList touched = new LongList();

    // By key.
    private final int[] visible;
    private final long[] numbers;
    private final long[] highest;
    private final long[] highestNanos;
    private final long[] attempts;

    private long[] settled;
    private final long[] verified;
    private boolean began;
    private boolean isQuiet;
    private boolean isQuietSeen;

    LatestByKey(String sink, Run run, Truth truth, Findings findings) {
        this.sink = sink;
        this.run = run;
        this.truth = truth;
        this.findings = findings;
        this.arrivals = new Arrivals(sink, truth, findings);
        int keys = run.workload().keysPerPartition() * run.workload().partitions();
        this.visible = new int[keys];
        this.numbers = new long[keys];
        this.highest = new long[keys];
        this.highestNanos = new long[keys];
        this.attempts = new long[keys];
        this.settled = run.covered();
        this.verified = new long[run.workload().partitions()];
    }

    @Override
    public void appeared(Event.Appeared event) {
        if (!arrivals.isKnown(event)) {
            return;
        }
        OutputRecord record = event.record();
        if (!truth.isRight(record)) {
            arrivals.differs(event.nanos(), record, false);
        }
        int key = (int) record.key();
        visible[key]++;
        numbers[key] ^= record.sequence();
        attempts[key] = record.attempt();
        touched.add(key);
    }

    @Override
    public void vanished(Event.Vanished event) {
        OutputRecord record = event.record();
        if (!truth.has(record.partition(), record.offset())
                || truth.key(record.partition(), record.offset()) != record.key()) {
            return;
        }
        int key = (int) record.key();
        visible[key]--;
        numbers[key] ^= record.sequence();
        touched.add(key);
    }

    @Override
    public void settle() {
        began = true;
        settled = run.covered();
    }

    @Override
    public void attemptEnded() {
        if (!began) {
            settle();
        }
    }

    @Override
    public void lookEnded(Event.LookEnded event) {
        for (int i = 0; i < touched.size(); i++) {
            judge((int) touched.get(i), event.nanos());
        }
        touched.clear();
        for (int partition = 0; partition < verified.length; partition++) {
            judgeCovered(partition, event.nanos());
        }
        isQuietSeen = isQuiet;
        if (!began) {
            settle();
        }
        began = false;
    }

    private void judge(int key, long nanos) {
        if (visible[key] < 0) {
            run.contradict("a reader of " + sink + " lost sight of a record of key " + key + ", which it had not seen");
        } else if (visible[key] > 1) {
            Anomaly anomaly = isQuietSeen ? Anomaly.LATE_DUPLICATE : Anomaly.DUPLICATE;
            if (findings.isNew(anomaly, sink, key)) {
                findings.add(
                        anomaly,
                        sink + ": key " + key + " is there " + visible[key] + " times",
                        List.of(
                                new Witness.Step(nanos, "attempt " + attempts[key], "wrote a record of key " + key),
                                new Witness.Step(nanos, "reader", "sees " + visible[key] + " records of the key")));
            }
        } else {
            long now = visible[key] == 0 ? 0 : numbers[key];
            if (now < highest[key]) {
                wentBack(key, now, nanos);
            } else if (now > highest[key]) {
                highest[key] = now;
                highestNanos[key] = nanos;
            }
        }
    }

    private void wentBack(int key, long now, long nanos) {
        if (run.environmentIsBroken() || !findings.isNew(Anomaly.REGRESSION, sink, key)) {
            return;
        }
        String found = now == 0 ? "no record" : "no. " + now;
        findings.add(
                Anomaly.REGRESSION,
                sink + ": key " + key + " went back from no. " + highest[key] + " to " + found,
                List.of(
                        new Witness.Step(highestNanos[key], "reader", "sees no. " + highest[key] + " of key " + key),
                        new Witness.Step(nanos, "attempt " + attempts[key], "was the last to write the key"),
                        new Witness.Step(nanos, "reader", "sees " + found + " of key " + key)));
    }

    private void judgeCovered(int partition, long nanos) {
        long offset = verified[partition];
        while (offset < settled[partition]) {
            if (!has(partition, offset) && !run.environmentIsBroken()) {
                Losses.report(run, findings, sink, new Losses.Range(partition, offset, 1), nanos);
            }
            offset++;
        }
        verified[partition] = offset;
    }

    @Override
    public void quiet() {
        isQuiet = true;
        settled = run.covered();
    }

    @Override
    public boolean isDamaged() {
        return arrivals.anyDiffered();
    }

    @Override
    public void conclude() {
        arrivals.conclude(record -> false);
    }

    @Override
    public long firstMissing(int partition, long from) {
        for (long offset = from; offset < run.workload().recordsPerPartition(); offset++) {
            if (!has(partition, offset)) {
                return offset;
            }
        }
        return -1;
    }

    /** A key that went back was reported as such, so the highest number counts, unless going back was excused. */
    @Override
    public boolean has(int partition, long offset) {
        int key = (int) truth.key(partition, offset);
        long number = !run.environmentIsBroken() ? highest[key] : visible[key] == 1 ? numbers[key] : 0;
        return number >= truth.sequence(partition, offset);
    }
}
