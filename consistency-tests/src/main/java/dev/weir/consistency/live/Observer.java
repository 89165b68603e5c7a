package dev.weir.consistency.live;

import dev.weir.checkpoint.CheckpointMetadata;
import dev.weir.checkpoint.StoreInspection;
import dev.weir.consistency.checker.HistoryChecker;
import dev.weir.consistency.history.Conclusion;
import dev.weir.consistency.history.Event;
import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.history.Workload;
import dev.weir.consistency.job.CheckpointPositions;
import dev.weir.consistency.job.ModelJob;
import dev.weir.consistency.subject.Destination;
import dev.weir.error.WeirException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Looks at the destination, the checkpoint store and the journals of the processes, and makes one history of them. */
/*
 * Nothing here happens at one instant, so the order in which things are passed on has to be one that they could have happened in.
 * A look reads the destination in one snapshot, somewhere between its begin and its end. What allows a record to be there (an
 * attempt has started, a checkpoint is complete) is fetched after the look and passed on before the look's records: if it is not
 * there by then, it was not there at the snapshot. What obliges a record to be there (a commit was confirmed) counts if it was
 * there before the look began.
 */
final class Observer {
    private static final int LONGEST_PAUSE_MILLIS = 250;

    private final Destination destination;
    private final Workload workload;
    private Consumer<Event> history;
    private final RecordDifference records = new RecordDifference();
    private final List<ChildJob> children = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::watch, "weir-suite: observe the destination");

    private Path checkpoints;
    /** Of each attempt the newest of its checkpoints that was passed on. */
    private final Map<Long, Long> completed = new HashMap<>();

    private volatile boolean stopped;
    private volatile long looks;
    private volatile String lastFailure = "";

    Observer(Destination destination, Workload workload, Path checkpoints, Consumer<Event> history) {
        this.destination = destination;
        this.workload = workload;
        this.checkpoints = checkpoints;
        this.history = history;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Ends the looks; the next ones are the caller's. A look that hangs is left behind. */
    void stop(long millis) throws InterruptedException {
        stopped = true;
        thread.interrupt();
        thread.join(millis);
    }

    boolean isStopped() {
        return !thread.isAlive();
    }

    /** Where its thread is. */
    String place() {
        return ThreadPlaces.of(thread);
    }

    /** A process whose journal is to be read, until the end of the case. */
    void add(ChildJob child) {
        children.add(child);
    }

    /** Completed checkpoints are looked for here from now on. */
    synchronized void follow(Path folder) {
        checkpoints = folder;
    }

    /** How many looks came to an end. */
    long looks() {
        return looks;
    }

    /** How many records the last look saw. */
    synchronized long size() {
        return records.size();
    }

    /** Why the last look that failed did, or empty. */
    String lastFailure() {
        return lastFailure;
    }

    private void watch() {
        try {
            while (!stopped) {
                long begin = System.nanoTime();
                try {
                    look();
                } catch (InterruptedException e) {
                    return;
                } catch (Exception e) {
                    // The destination is down; somebody will ask at the end.
                    lastFailure = e.toString();
                }
                long took = (System.nanoTime() - begin) / 1_000_000;
                Thread.sleep(Math.min(LONGEST_PAUSE_MILLIS, 10 + 2 * took));
            }
        } catch (InterruptedException e) {
            // stop()
        }
    }

    /** One look, by one thread at a time. */
    void look() throws Exception {
        catchUp();
        passOn(new Event.LookBegan(System.nanoTime(), JobProcess.SINK));
        boolean written = children.stream().anyMatch(ChildJob::isRunning);
        List<OutputRecord> seen = new ArrayList<>();
        destination.read(seen::add);
        synchronized (this) {
            catchUp();
            seen.forEach(records::see);
            long now = System.nanoTime();
            records.commit(
                    record -> history.accept(new Event.Vanished(now, JobProcess.SINK, record)),
                    record -> history.accept(new Event.Appeared(now, JobProcess.SINK, record)));
            if (destination.readsSnapshots() || !written) {
                history.accept(new Event.LookEnded(now, JobProcess.SINK));
            }
            looks++;
        }
    }

    /** Passes on what journals and store have had to say so far. */
    synchronized void catchUp() {
        // What a process started from was complete before, and what it committed too: hence starts, checkpoints,
        // commits.
        List<Event> confirmed = new ArrayList<>();
        for (ChildJob child : children) {
            child.drain(event -> {
                if (event instanceof Event.Acknowledged) {
                    confirmed.add(event);
                } else {
                    passOn(event);
                }
            });
        }
        CheckpointMetadata newest = newestCheckpoint();
        if (newest != null) {
            passOn(new Event.CheckpointCompleted(
                    System.nanoTime(),
                    newest.attempt(),
                    newest.checkpointId(),
                    CheckpointPositions.of(newest, workload)));
        }
        confirmed.forEach(this::passOn);
    }

    /** Passes on what somebody else saw. */
    synchronized void passOn(Event event) {
        if (event instanceof Event.CheckpointCompleted checkpoint) {
            Long known = completed.get(checkpoint.attempt());
            if (known != null && known >= checkpoint.checkpoint()) {
                return;
            }
            completed.put(checkpoint.attempt(), checkpoint.checkpoint());
        }
        history.accept(event);
    }

    /** Ends the history. What a look that was left behind still finds is no part of it. */
    synchronized Conclusion conclude(HistoryChecker checker) {
        history = event -> {};
        return checker.conclude();
    }

    private @Nullable CheckpointMetadata newestCheckpoint() {
        try {
            Optional<CheckpointMetadata> found =
                    StoreInspection.of(checkpoints, ModelJob.NAME).newest();
            return found.orElse(null);
        } catch (WeirException e) {
            // There is no store yet, or a damaged one, which is the job's to tell.
            return null;
        }
    }
}
