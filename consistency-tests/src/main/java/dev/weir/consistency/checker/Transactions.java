package dev.weir.consistency.checker;

import dev.weir.consistency.history.Anomaly;
import dev.weir.consistency.history.Event;
import dev.weir.consistency.history.Witness;
import dev.weir.sink.CommitUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The prepared transactions of one sink: who may end which, and how. */
final class Transactions {
    private final String sink;
    private final Run run;
    private final Findings findings;
    /** Prepared and not ended, by name. */
    private final Map<String, Event.Prepared> prepared = new HashMap<>();

    Transactions(String sink, Run run, Findings findings) {
        this.sink = sink;
        this.run = run;
        this.findings = findings;
    }

    void prepared(Event.Prepared event) {
        Event.Prepared before = prepared.put(event.transaction(), event);
        if (before != null && before.attempt() != event.attempt()) {
            hijacked(
                    event.transaction(),
                    "wrote into and prepared transaction " + event.transaction() + " of attempt " + before.attempt()
                            + ", which had not ended",
                    new By(event.attempt(), event.nanos()),
                    new By(before.attempt(), before.nanos()));
        }
    }

    private record By(long attempt, long nanos) {}

    void ended(Event.TransactionEnded event) {
        Event.Prepared begun = prepared.remove(event.transaction());
        long ownersNanos = begun == null ? event.nanos() : begun.nanos();
        if (event.by() != 0 && event.by() < event.owner()) {
            if (event.committed()) {
                hijacked(
                        event.transaction(),
                        "committed transaction " + event.transaction() + " of its successor, attempt " + event.owner(),
                        new By(event.by(), event.nanos()),
                        new By(event.owner(), ownersNanos));
            } else {
                zombieAbort(event, ownersNanos);
            }
            return;
        }
        CommitUnit unit = begun == null ? null : begun.unit();
        if (!event.committed() || unit == null || event.by() == 0 || run.mayCommit(event.by(), unit.checkpointId())) {
            return;
        }
        if (event.by() == event.owner()) {
            premature(event, ownersNanos, unit);
        } else {
            hijacked(
                    event.transaction(),
                    "committed transaction " + event.transaction() + " of attempt " + event.owner()
                            + ", whose checkpoint " + unit.checkpointId() + " was never complete",
                    new By(event.by(), event.nanos()),
                    new By(event.owner(), ownersNanos));
        }
    }

    private void hijacked(String transaction, String what, By thief, By owner) {
        if (findings.isNew(Anomaly.HIJACKED_TRANSACTION, sink, transaction)) {
            findings.add(
                    Anomaly.HIJACKED_TRANSACTION,
                    sink + ": attempt " + thief.attempt + " " + what,
                    List.of(
                            new Witness.Step(owner.nanos, "attempt " + owner.attempt, "has transaction " + transaction),
                            new Witness.Step(thief.nanos, "attempt " + thief.attempt, what)));
        }
    }

    private void zombieAbort(Event.TransactionEnded event, long ownersNanos) {
        if (findings.isNew(Anomaly.ZOMBIE_ABORT, sink, event.transaction())) {
            findings.add(
                    Anomaly.ZOMBIE_ABORT,
                    sink + ": attempt " + event.by() + " aborted transaction " + event.transaction()
                            + " of its successor, attempt " + event.owner(),
                    List.of(
                            new Witness.Step(
                                    ownersNanos, "attempt " + event.owner(), "has transaction " + event.transaction()),
                            new Witness.Step(
                                    event.nanos(),
                                    "attempt " + event.by(),
                                    "aborts transaction " + event.transaction())));
        }
    }

    private void premature(Event.TransactionEnded event, long preparedNanos, CommitUnit unit) {
        if (findings.isNew(Anomaly.PREMATURE_COMMIT, sink, event.shard() + " " + unit.sequence())) {
            findings.add(
                    Anomaly.PREMATURE_COMMIT,
                    sink + ": transaction " + event.transaction() + " with unit " + unit.sequence() + " of shard "
                            + event.shard() + " was committed before its checkpoint " + unit.checkpointId()
                            + " was complete",
                    List.of(
                            new Witness.Step(
                                    preparedNanos,
                                    "attempt " + event.owner(),
                                    "prepares transaction " + event.transaction()),
                            new Witness.Step(
                                    event.nanos(),
                                    "attempt " + event.by(),
                                    "commits transaction " + event.transaction())));
        }
    }
}
