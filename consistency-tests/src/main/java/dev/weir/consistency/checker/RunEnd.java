package dev.weir.consistency.checker;

import dev.weir.consistency.history.Conclusion;
import dev.weir.consistency.history.Event;
import dev.weir.consistency.history.Expectation;
import dev.weir.consistency.history.Verdict;
import dev.weir.consistency.history.Violation;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How the run came to its end, and so the verdict where no promise was broken. */
final class RunEnd {
    private final Expectation expectation;
    private final Run run;
    private final Set<String> lookedAtEnd = new HashSet<>();
    private long newest;
    private Event.@Nullable AttemptEnded ended;
    private String gaveUp = "";
    private long lastNanos;

    RunEnd(Expectation expectation, Run run) {
        this.expectation = expectation;
        this.run = run;
    }

    void started(Event.AttemptStarted event) {
        if (event.attempt() > newest) {
            newest = event.attempt();
            ended = null;
        }
    }

    void ended(Event.AttemptEnded event) {
        if (event.attempt() >= newest) {
            newest = event.attempt();
            ended = event;
            lookedAtEnd.clear();
        }
    }

    void gaveUp(Event.GaveUpWaiting event) {
        gaveUp = event.what();
    }

    void lookEnded(Event.LookEnded event) {
        lookedAtEnd.add(event.sink());
        lastNanos = event.nanos();
    }

    long lastNanos() {
        return lastNanos;
    }

    boolean isFinished() {
        return ended != null && ended.end() == Event.End.FINISHED;
    }

    /** Whether each sink was looked at after the end. */
    boolean finalLooksEnded(Set<String> sinks) {
        return lookedAtEnd.containsAll(sinks);
    }

    Conclusion conclude(List<Violation> violations, Set<String> sinks, long observations) {
        if (!violations.isEmpty()) {
            String more = violations.size() == 1 ? "" : " (and " + (violations.size() - 1) + " more)";
            Violation first = violations.get(0);
            return new Conclusion(
                    Verdict.VIOLATION,
                    first.anomaly().meaning() + ": " + first.what() + more,
                    violations,
                    observations);
        }
        if (newest == 0) {
            return with(Verdict.INCONCLUSIVE, "no attempt was seen", observations);
        }
        if (!gaveUp.isEmpty()) {
            return with(Verdict.STUCK, gaveUp, observations);
        }
        Event.AttemptEnded last = ended;
        if (last == null) {
            return with(Verdict.STUCK, "attempt " + newest + " did not end within its bound", observations);
        }
        return switch (last.end()) {
            case KILLED, FROZEN ->
                with(
                        Verdict.STUCK,
                        "attempt " + newest + " was stopped from outside and none came after it",
                        observations);
            case FAILED ->
                run.environmentIsBroken()
                        ? with(
                                Verdict.LOUD_FAIL,
                                "attempt " + newest + " stopped and said why: " + last.reason(),
                                observations)
                        : with(
                                Verdict.STUCK,
                                "attempt " + newest + " gave up though nothing had broken its contract: "
                                        + last.reason(),
                                observations);
            case FINISHED -> finished(sinks, observations);
        };
    }

    private Conclusion finished(Set<String> sinks, long observations) {
        if (!run.contradiction().isEmpty()) {
            return with(Verdict.INCONCLUSIVE, run.contradiction(), observations);
        }
        for (String sink : sinks) {
            if (!lookedAtEnd.contains(sink)) {
                return with(Verdict.INCONCLUSIVE, "nobody looked at " + sink + " after the end", observations);
            }
        }
        for (String fault : expectation.faults()) {
            if (!run.faults().contains(fault)) {
                return with(Verdict.INCONCLUSIVE, "the fault never fired: " + fault, observations);
            }
        }
        return with(
                Verdict.PASS,
                expectation.workload().records() + " inputs, each with what was promised of its output, over "
                        + run.attempts().size() + " attempts",
                observations);
    }

    private static Conclusion with(Verdict verdict, String reason, long observations) {
        return new Conclusion(verdict, reason, List.of(), observations);
    }
}
