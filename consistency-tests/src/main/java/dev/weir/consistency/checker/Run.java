package dev.weir.consistency.checker;

import dev.weir.consistency.history.Event;
import dev.weir.consistency.history.Expectation;
import dev.weir.consistency.history.Positions;
import dev.weir.consistency.history.Witness;
import dev.weir.consistency.history.Workload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known of attempts, checkpoints and faults so far; all checks look things up here. */
final class Run {
    private final Expectation expectation;
    private final List<Attempt> attempts = new ArrayList<>();
    private final List<Completed> checkpoints = new ArrayList<>();
    private final Map<Long, Long> newestBy = new HashMap<>();
    private final Set<String> faults = new HashSet<>();
    private long newestAttempt;
    private String contradiction = "";
    private long[] covered;

    /** An attempt that read its sources. */
    @SuppressWarnings("ArrayRecordComponent") // compared by identity only
    record Attempt(long nanos, long number, long checkpoint, long[] from, int parallelism) {
        Witness.Step step() {
            return new Witness.Step(
                    nanos,
                    "attempt " + number,
                    (checkpoint == 0 ? "starts fresh" : "starts from checkpoint " + checkpoint) + " with parallelism "
                            + parallelism);
        }
    }

    /** A complete checkpoint. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Completed(long nanos, long attempt, long id, long[] next) {
        Witness.Step step() {
            return new Witness.Step(nanos, "store", "checkpoint " + id + " of attempt " + attempt + " is complete");
        }
    }

    Run(Expectation expectation) {
        this.expectation = expectation;
        this.covered = new long[expectation.workload().partitions()];
    }

    Workload workload() {
        return expectation.workload();
    }

    static long[] array(Positions positions) {
        long[] next = new long[positions.next().size()];
        for (int i = 0; i < next.length; i++) {
            next[i] = positions.next().get(i);
        }
        return next;
    }

    /** A number is claimed once in a store, and an attempt starts once. */
    boolean hasStarted(long number) {
        return attempt(number) != null;
    }

    Attempt started(Event.AttemptStarted event) {
        Attempt attempt = new Attempt(
                event.nanos(), event.attempt(), event.checkpoint(), array(event.positions()), event.parallelism());
        attempts.add(attempt);
        newestAttempt = Math.max(newestAttempt, event.attempt());
        return attempt;
    }

    void completed(Event.CheckpointCompleted event) {
        Completed completed =
                new Completed(event.nanos(), event.attempt(), event.checkpoint(), array(event.positions()));
        checkpoints.add(completed);
        newestBy.merge(event.attempt(), event.checkpoint(), Math::max);
        covered = covered.clone();
        for (int i = 0; i < covered.length; i++) {
            covered[i] = Math.max(covered[i], completed.next[i]);
        }
    }

    /** The history cannot be true. */
    void contradict(String what) {
        if (contradiction.isEmpty()) {
            contradiction = what;
        }
    }

    /** Why nothing is proven by this history, or empty. */
    String contradiction() {
        return contradiction;
    }

    void fired(String fault) {
        faults.add(fault);
    }

    Set<String> faults() {
        return faults;
    }

    /** The highest number of an attempt that has started. */
    long newestAttempt() {
        return newestAttempt;
    }

    /** What complete checkpoints hold, for each partition; never changed. */
    long[] covered() {
        return covered;
    }

    /**
     * Whether the environment may have broken its contract by now, so that something is missing which the destination had
     * confirmed, or the store had.
     */
    boolean environmentIsBroken() {
        return expectation.end() == Expectation.RequiredEnd.FINISHED_OR_LOUD
                && (!faults.isEmpty() || expectation.faults().isEmpty());
    }

    @Nullable
    Attempt attempt(long number) {
        return attempts.stream().filter(a -> a.number == number).findFirst().orElse(null);
    }

    List<Attempt> attempts() {
        return attempts;
    }

    /** The first attempt after this one that has started. */
    @Nullable
    Attempt successorOf(long number) {
        Attempt successor = null;
        for (Attempt attempt : attempts) {
            if (attempt.number > number && (successor == null || attempt.number < successor.number)) {
                successor = attempt;
            }
        }
        return successor;
    }

    @Nullable
    Completed checkpoint(long id) {
        for (int i = checkpoints.size() - 1; i >= 0; i--) {
            if (checkpoints.get(i).id == id) {
                return checkpoints.get(i);
            }
        }
        return null;
    }

    /** The newest that an attempt before this one has completed. */
    @Nullable
    Completed newestBefore(long attempt) {
        Completed newest = null;
        for (Completed completed : checkpoints) {
            if (completed.attempt < attempt && (newest == null || completed.id > newest.id)) {
                newest = completed;
            }
        }
        return newest;
    }

    /** The first complete checkpoint that holds the input. */
    @Nullable
    Completed firstCovering(int partition, long offset) {
        for (Completed completed : checkpoints) {
            if (offset < completed.next[partition]) {
                return completed;
            }
        }
        return null;
    }

    @Nullable
    Completed newestCheckpoint() {
        return checkpoints.isEmpty() ? null : checkpoints.get(checkpoints.size() - 1);
    }

    /**
     * Whether an attempt may commit a unit that the checkpoint with this id was to close: it started from that checkpoint or a
     * later one, or has completed it, or a later one, which takes over the units of those that were given up.
     */
    boolean mayCommit(long number, long checkpoint) {
        Attempt attempt = attempt(number);
        if (attempt == null) {
            return newestBy.values().stream().anyMatch(newest -> newest >= checkpoint);
        }
        return checkpoint <= attempt.checkpoint || newestBy.getOrDefault(number, 0L) >= checkpoint;
    }
}
