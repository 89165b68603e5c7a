package dev.weir.checkpoint;

import dev.weir.checkpoint.CheckpointMetadata.SubtaskState;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.fault.FaultInjector;
import dev.weir.fault.Label;
import dev.weir.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Takes the checkpoints of one attempt, one at a time: triggers them, collects the acknowledgements, makes them complete
 * and deletes old ones.
 *
 * <p><b>Lifecycle:</b> {@link #step} until the attempt ends, then {@link #close}, which completes nothing. After {@code
 * step} has thrown, the attempt has failed: what {@code step} was completing may be complete or not, and only a restore
 * will tell. <b>Threading:</b> {@code step} and {@code close} by one thread at a time; everything else from any thread. Whoever calls
 * {@link #decline}, one of the requests, or {@link #acknowledge} as the last has to wake the thread that calls {@code
 * step}.
 *
 * <p>{@code step} does the disk's work itself: writing metadata, two to three fsyncs, deleting, and copying a savepoint.
 * A disk that is slow delays the next trigger; with one checkpoint at a time nothing would be gained by another thread.
 */
public final class CheckpointCoordinator implements AutoCloseable {
    private final CheckpointedJob job;
    private final int tasks;
    private final CheckpointSettings settings;
    private final CheckpointStore store;
    private final CheckpointParticipant participant;
    private final Clock clock;
    private final FaultInjector faults;

    private final CheckpointRequests requests = new CheckpointRequests();
    private final CheckpointSchedule schedule;
    private final StatisticsCollector statistics = new StatisticsCollector();

    private volatile @Nullable PendingCheckpoint pending;
    private @Nullable RuntimeException failure;
    private long nextId;
    private int failuresInARow;

    /** The ids follow on {@link CheckpointStore#lastCheckpointId}, so the job has to be restored before. */
    public CheckpointCoordinator(
            CheckpointedJob job,
            CheckpointSettings settings,
            CheckpointStore store,
            CheckpointParticipant participant,
            Clock clock,
            FaultInjector faults) {
        this.job = job;
        this.tasks = job.tasks();
        this.settings = settings;
        this.store = store;
        this.participant = participant;
        this.clock = clock;
        this.faults = faults;
        nextId = store.lastCheckpointId() + 1;
        schedule = new CheckpointSchedule(settings, clock.nanos());
    }

    /**
     * A task has taken its part of a checkpoint and made it durable. Of a checkpoint that is no longer pending, this is
     * ignored.
     *
     * @param states the state of each operator of the vertex, by uid
     * @return whether it was the last one that was missing, so that {@link #step} has something to do
     */
    public boolean acknowledge(long id, int vertex, int subtask, Map<String, SubtaskState> states) {
        PendingCheckpoint current = pending;
        return current != null && current.id() == id && current.acknowledge(vertex, subtask, states);
    }

    /** A task cannot take its part of a checkpoint. Of a checkpoint that is no longer pending, this is ignored. */
    public void decline(long id, Throwable cause) {
        PendingCheckpoint current = pending;
        if (current != null && current.id() == id) {
            current.decline(cause);
        }
    }

    /**
     * Asks for a checkpoint as soon as possible, without regard to interval and pause: at once, or after the one that is
     * running. One that is aborted is followed by another at once, until one is complete or the attempt fails.
     *
     * @return completed by {@link #step}, in its thread, after the participant was told
     */
    public CompletableFuture<CheckpointMetadata> requestCheckpoint() {
        return requests.checkpoint();
    }

    /**
     * Asks for a savepoint: a checkpoint as from {@link #requestCheckpoint}, which is then copied. A folder that cannot
     * be written to fails the savepoint, not the job.
     *
     * @param directory below which the savepoint gets a folder of its own
     * @return the savepoint's path; completed as from {@link #requestCheckpoint}
     */
    public CompletableFuture<String> requestSavepoint(String directory) {
        return requests.savepoint(directory);
    }

    public CheckpointStatistics statistics() {
        return statistics.snapshot();
    }

    /**
     * Does what is due: at most one of completing, aborting or triggering a checkpoint.
     *
     * @return in how many nanoseconds to call again if nobody calls this object before; 0 if there is more to do
     * @throws WeirException {@code FENCED}, {@code CHECKPOINT_STORE}, {@code CHECKPOINT_FAILED} or what a task declined
     *     with for good: the attempt must end; thrown by every later call too
     */
    public long step() {
        if (failure != null) {
            throw failure;
        }
        try {
            PendingCheckpoint current = pending;
            return current == null ? triggerIfDue() : advance(current);
        } catch (RuntimeException e) {
            failure = e;
            pending = null;
            requests.failAll(e);
            throw e;
        }
    }

    private long triggerIfDue() {
        long now = clock.nanos();
        long wait = requests.isEmpty() ? schedule.nanosUntilTrigger(now) : 0;
        if (wait > 0) {
            return wait;
        }
        PendingCheckpoint triggered = new PendingCheckpoint(nextId++, now, job, tasks);
        schedule.triggered(now);
        requests.join();
        pending = triggered;
        participant.triggerCheckpoint(triggered.id());
        return triggered.complete() ? 0 : settings.timeout().toNanos();
    }

    private long advance(PendingCheckpoint current) {
        Throwable declined = current.declined();
        if (declined != null) {
            abort(current, "it was declined by a task: " + declined, declined);
            return 0;
        }
        if (current.complete()) {
            complete(current);
            return 0;
        }
        long left = settings.timeout().toNanos() - (clock.nanos() - current.triggeredNanos());
        if (left > 0) {
            return left;
        }
        abort(current, "it timed out after " + settings.timeout() + ", waiting for " + current.missing(), null);
        return 0;
    }

    private void complete(PendingCheckpoint current) {
        CheckpointMetadata metadata = current.metadata(clock.millis());
        faults.at(Label.CHECKPOINT_BEFORE_METADATA);
        store.complete(metadata);
        faults.at(Label.CHECKPOINT_AFTER_COMPLETE);
        long now = clock.nanos();
        pending = null;
        failuresInARow = 0;
        schedule.ended(now);
        statistics.completed(metadata, now - current.triggeredNanos());
        participant.checkpointCompleted(metadata.checkpointId());
        requests.complete(metadata, store);
        store.deleteOld(settings.retained(), job.attempt());
    }

    private void abort(PendingCheckpoint current, String reason, @Nullable Throwable cause) {
        pending = null;
        failuresInARow++;
        schedule.ended(clock.nanos());
        statistics.aborted();
        participant.checkpointAborted(current.id());
        if (cause instanceof WeirException e && !e.retriable()) {
            throw e;
        }
        if (failuresInARow > settings.toleratedFailures()) {
            String message = "Cannot complete checkpoint " + current.id() + " of job '" + job.jobName() + "': " + reason
                    + ": " + failuresInARow + " in a row failed, " + settings.toleratedFailures()
                    + " are tolerated; look for what holds those tasks up, or raise the timeout or the tolerated failures";
            throw cause == null
                    ? new WeirException(ErrorCode.CHECKPOINT_FAILED, message)
                    : new WeirException(ErrorCode.CHECKPOINT_FAILED, message, cause);
        }
        requests.repeat();
    }

    /** Fails the requests that are still open, and all that follow. */
    @Override
    public void close() {
        pending = null;
        requests.failAll(new WeirException(
                ErrorCode.CHECKPOINT_FAILED,
                "Cannot take a checkpoint or savepoint of job '" + job.jobName()
                        + "': the job has ended; start it and ask again"));
    }
}
