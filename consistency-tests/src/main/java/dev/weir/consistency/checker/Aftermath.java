package dev.weir.consistency.checker;

import dev.weir.consistency.history.Anomaly;
import dev.weir.consistency.history.Event;
import dev.weir.consistency.history.Witness;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a job leaves behind: open transactions, readers that wait, things that grow. */
final class Aftermath {
    private final Findings findings;
    private final Map<String, Event.InDoubtListed> inDoubt = new TreeMap<>();
    private final Map<String, Event.ReaderBlocked> blocked = new TreeMap<>();
    private boolean isQuiet;
    private long quietNanos;

    Aftermath(Findings findings) {
        this.findings = findings;
    }

    void quiet(Event.QuietBegan event) {
        isQuiet = true;
        quietNanos = event.nanos();
    }

    void listed(Event.InDoubtListed event) {
        if (isQuiet) {
            inDoubt.put(event.sink(), event);
        }
    }

    void blocked(Event.ReaderBlocked event) {
        blocked.put(event.sink(), event);
    }

    void counted(Event.ResourceCounted event) {
        if (event.count() > event.most() && findings.isNew(Anomaly.LEAK, "", event.resource())) {
            findings.add(
                    Anomaly.LEAK,
                    event.resource() + ": there are " + event.count() + ", and at most " + event.most()
                            + " were expected",
                    List.of(new Witness.Step(
                            event.nanos(), "destination", "has " + event.count() + " " + event.resource())));
        }
    }

    /** After a job that finished. Only what is last said counts: a server may take a moment to end what a dead client left. */
    void conclude() {
        if (!isQuiet) {
            return;
        }
        inDoubt.forEach((sink, listed) -> {
            if (!listed.transactions().isEmpty() && findings.isNew(Anomaly.IN_DOUBT_LEAK, sink, "")) {
                findings.add(
                        Anomaly.IN_DOUBT_LEAK,
                        sink + ": " + listed.transactions().size() + " transactions are left open or prepared: "
                                + String.join(", ", listed.transactions()),
                        List.of(
                                new Witness.Step(quietNanos, "job", "has ended; all is quiet"),
                                new Witness.Step(
                                        listed.nanos(),
                                        "destination",
                                        "still has " + String.join(", ", listed.transactions()))));
            }
        });
        blocked.forEach((sink, last) -> {
            if (last.blocked() && findings.isNew(Anomaly.STUCK_READER, sink, "")) {
                findings.add(
                        Anomaly.STUCK_READER,
                        sink + ": a reader waits for a transaction that nobody ends",
                        List.of(
                                new Witness.Step(last.nanos(), "reader", "waits for an open transaction"),
                                new Witness.Step(quietNanos, "job", "has ended; all is quiet, and the reader waits")));
            }
        });
    }
}
