package dev.weir.consistency.checker;

import dev.weir.consistency.history.Anomaly;
import dev.weir.consistency.history.Event;
import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.history.Witness;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Compares what appears at a sink with the truth, and keeps what differs until the end, when it can be explained. */
final class Arrivals {
    private static final int MOST_KEYS = 100;

    private final String sink;
    private final Truth truth;
    private final Findings findings;
    /** By key, the wrong output of its first input: what follows it is wrong for the same reason. */
    private final Map<Long, Wrong> wrong = new TreeMap<>();

    /** A record that is not what its input must give. */
    record Wrong(long nanos, OutputRecord record, boolean rightOneSeen) {}

    Arrivals(String sink, Truth truth, Findings findings) {
        this.sink = sink;
        this.truth = truth;
        this.findings = findings;
    }

    /** Whether the record names an input of the workload, so that it can be counted at all; reports it if not. */
    boolean isKnown(Event.Appeared event) {
        OutputRecord record = event.record();
        if (truth.has(record.partition(), record.offset())
                && truth.key(record.partition(), record.offset()) == record.key()) {
            return true;
        }
        phantom(
                event.nanos(),
                record,
                truth.has(record.partition(), record.offset())
                        ? "the input there has key " + truth.key(record.partition(), record.offset())
                        : "the input has no such place");
        return false;
    }

    private void phantom(long nanos, OutputRecord record, String why) {
        if (findings.isNew(Anomaly.PHANTOM, sink, record.partition() + " " + record.offset())) {
            findings.add(
                    Anomaly.PHANTOM,
                    sink + ": " + Texts.full(record) + " is no output of the job: " + why,
                    List.of(
                            Texts.wrote(nanos, record),
                            new Witness.Step(nanos, "reader", "sees " + Texts.full(record))));
        }
    }

    /** Keeps a record that is not right; {@code rightOneSeen} says whether the right one for the same input was seen too. */
    void differs(long nanos, OutputRecord record, boolean rightOneSeen) {
        Wrong before = wrong.get(record.key());
        if (before == null) {
            if (wrong.size() < MOST_KEYS) {
                wrong.put(record.key(), new Wrong(nanos, record, rightOneSeen));
            }
        } else if (record.offset() < before.record.offset()) {
            wrong.put(record.key(), new Wrong(nanos, record, rightOneSeen));
        } else if (record.offset() == before.record.offset()
                && !record.unstamped().equals(before.record.unstamped())) {
            wrong.put(record.key(), new Wrong(before.nanos, before.record, true));
        }
    }

    boolean anyDiffered() {
        return !wrong.isEmpty();
    }

    /** Explains each wrong key. {@code right} tells of a record whether the right one for its input was seen as well. */
    void conclude(java.util.function.Predicate<OutputRecord> right) {
        for (Wrong each : wrong.values()) {
            OutputRecord record = each.record;
            Explanation explanation = Explanation.of(truth.workload(), record);
            Anomaly anomaly = explanation.anomaly();
            String why = explanation.text();
            if (anomaly == null && (each.rightOneSeen || right.test(record))) {
                anomaly = Anomaly.DIVERGENT_REPLAY;
                why = "another output of the same input has other content";
            }
            if (anomaly == null) {
                long expected = truth.sequence(record.partition(), record.offset());
                anomaly = Explanation.bySequence(record.sequence(), expected);
                why = anomaly == Anomaly.PHANTOM
                        ? "no loss, repetition or exchange of its key's inputs explains its content"
                        : "it is number " + record.sequence() + " of its key and should be " + expected;
            }
            if (anomaly == Anomaly.PHANTOM) {
                phantom(each.nanos, record, why);
            } else if (findings.isNew(anomaly, sink, record.key())) {
                findings.add(
                        anomaly,
                        sink + ": " + Texts.full(record) + ": " + why,
                        List.of(
                                Texts.wrote(each.nanos, record),
                                new Witness.Step(each.nanos, "reader", "sees " + Texts.full(record)),
                                new Witness.Step(each.nanos, "input", why)));
            }
        }
    }
}
