package dev.weir.consistency.checker;

import dev.weir.consistency.history.Anomaly;
import dev.weir.consistency.history.Event;
import dev.weir.consistency.history.Witness;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Where attempts start from, and whether they get on. */
final class Restarts {
    private static final int MOST_WITHOUT_PROGRESS = 20;
    private static final String JOB = "job";

    private final Run run;
    private final Findings findings;
    private final Set<String> down = new HashSet<>();
    private int withoutProgress;
    private long firstNanos;
    private long firstAttempt;

    Restarts(Run run, Findings findings) {
        this.run = run;
        this.findings = findings;
    }

    void started(Event.AttemptStarted event) {
        if (run.hasStarted(event.attempt())) {
            // Whose checkpoints are whose, nobody can tell any more.
            run.contradict("attempt " + event.attempt()
                    + " started twice: one store gives a number once, so this is the history of two");
            return;
        }
        Run.Attempt attempt = run.started(event);
        Run.Completed newest = run.newestBefore(attempt.number());
        if (newest != null
                && newest.id() > attempt.checkpoint()
                && !run.environmentIsBroken()
                && findings.isNew(Anomaly.STALE_RESTORE, JOB, attempt.number())) {
            findings.add(
                    Anomaly.STALE_RESTORE,
                    "attempt " + attempt.number() + " started "
                            + (attempt.checkpoint() == 0 ? "fresh" : "from checkpoint " + attempt.checkpoint())
                            + ", but checkpoint " + newest.id() + " was complete",
                    List.of(newest.step(), attempt.step()));
        }
        Run.Completed named = run.checkpoint(attempt.checkpoint());
        if (attempt.checkpoint() == 0) {
            comparePositions(attempt, new long[attempt.from().length], List.of(attempt.step()));
        } else if (named != null) {
            comparePositions(attempt, named.next(), List.of(named.step(), attempt.step()));
        }
    }

    private void comparePositions(Run.Attempt attempt, long[] held, List<Witness.Step> steps) {
        for (int i = 0; i < held.length; i++) {
            if (attempt.from()[i] != held[i]
                    && findings.isNew(Anomaly.SOURCE_AHEAD_OF_CHECKPOINT, JOB, attempt.number())) {
                String what = "partition " + i + " goes on at offset " + attempt.from()[i]
                        + ", and the checkpoint holds it up to " + held[i];
                List<Witness.Step> all = new java.util.ArrayList<>(steps);
                all.add(new Witness.Step(attempt.nanos(), "attempt " + attempt.number(), what));
                findings.add(
                        Anomaly.SOURCE_AHEAD_OF_CHECKPOINT,
                        "attempt " + attempt.number() + " started from checkpoint " + attempt.checkpoint() + ": "
                                + what,
                        all);
            }
        }
    }

    void ended(Event.AttemptEnded event) {
        if (event.end() != Event.End.FAILED || !down.isEmpty()) {
            return;
        }
        if (withoutProgress++ == 0) {
            firstNanos = event.nanos();
            firstAttempt = event.attempt();
        }
        if (withoutProgress >= MOST_WITHOUT_PROGRESS && findings.isNew(Anomaly.LIVELOCK, JOB, "")) {
            findings.add(
                    Anomaly.LIVELOCK,
                    withoutProgress + " attempts failed one after the other, from " + firstAttempt + " to "
                            + event.attempt() + ", without a checkpoint, an output or a fault between them: "
                            + event.reason(),
                    List.of(
                            new Witness.Step(firstNanos, "attempt " + firstAttempt, "fails"),
                            new Witness.Step(event.nanos(), "attempt " + event.attempt(), "fails: " + event.reason())));
        }
    }

    /** Something came of it, or was done to it. */
    void progress() {
        withoutProgress = 0;
    }

    void outage(Event.Outage event) {
        progress();
        if (event.down()) {
            down.add(event.what());
        } else {
            down.remove(event.what());
        }
    }
}
