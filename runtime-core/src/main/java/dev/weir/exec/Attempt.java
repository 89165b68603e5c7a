package dev.weir.exec;

import dev.weir.checkpoint.CheckpointCoordinator;
import dev.weir.checkpoint.CheckpointParticipant;
import dev.weir.delivery.Delivery;
import dev.weir.fault.Label;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to run the job: its tasks, committers, snapshot writers and coordinator.
 *
 * <p><b>Lifecycle:</b> made with fenced and recovered deliveries; {@link #steppers} are run until {@link #isComplete} or a
 * failure. <b>Threading:</b> made by the supervisor; every other method from any thread.
 */
final class Attempt implements CheckpointParticipant {
    private static final int SNAPSHOT_WRITERS = 2;

    private final AttemptContext context;
    private final List<Committer> committers;
    private final List<Task> tasks;
    private final List<SnapshotWriter> writers = new ArrayList<>();
    private final List<DiscoveryStepper> discoveries;
    private final StateMerger merger;
    private final CoordinatorStepper coordinator;
    private final Waker supervisor;
    private final AtomicInteger ended = new AtomicInteger();
    private volatile boolean finalCheckpointDone;
    private @Nullable CompletableFuture<?> finalCheckpoint;

    Attempt(
            AttemptContext context,
            List<Committer> committers,
            Map<AttemptBuilder.SubtaskKey, Waker> wakers,
            SplitAssignment splits,
            String lineage,
            Waker supervisor)
            throws Exception {
        this.context = context;
        this.committers = List.copyOf(committers);
        this.supervisor = supervisor;
        Map<AttemptBuilder.SubtaskKey, Delivery<Object>> deliveries = new HashMap<>();
        for (Committer committer : committers) {
            deliveries.put(
                    new AttemptBuilder.SubtaskKey(committer.sink().uid(), committer.subtask()), committer.delivery());
        }
        Task.Listener listener = new Task.Listener() {
            @Override
            public void onSnapshot(TaskSnapshot snapshot) {
                int writer = (snapshot.vertex() + snapshot.subtask()) % writers.size();
                writers.get(writer).submit(snapshot);
            }

            @Override
            public void onEnded() {
                ended.incrementAndGet();
                supervisor.signal();
            }
        };
        tasks = new AttemptBuilder(context, deliveries, wakers, splits, listener).build();
        coordinator = new CoordinatorStepper(context, this, lineage);
        for (int i = 0; i < Math.min(SNAPSHOT_WRITERS, tasks.size()); i++) {
            writers.add(new SnapshotWriter(i, context, (id, vertex, subtask, states) -> {
                if (coordinator.coordinator().acknowledge(id, vertex, subtask, states)) {
                    coordinator.waker().signal();
                }
            }));
        }
        merger = new StateMerger(context, tasks);
        discoveries = DiscoveryStepper.of(context, tasks, splits);
    }

    AttemptContext context() {
        return context;
    }

    CheckpointCoordinator coordinator() {
        return coordinator.coordinator();
    }

    List<Stepper> steppers() {
        List<Stepper> all = new ArrayList<>(tasks);
        all.addAll(committers);
        all.addAll(writers);
        all.addAll(discoveries);
        all.add(merger);
        all.add(coordinator);
        return all;
    }

    /**
     * Looks whether the job has come to its end: all tasks have read all their input, a last checkpoint is complete, and
     * every unit is committed. Asks for the last checkpoint when it is time. Called by the supervisor.
     */
    boolean isComplete() throws Exception {
        if (ended.get() < tasks.size()) {
            return false;
        }
        if (finalCheckpoint == null) {
            CompletableFuture<?> requested = coordinator.coordinator().requestCheckpoint();
            finalCheckpoint = requested;
            coordinator.waker().signal();
            CompletableFuture<?> unused = requested.whenComplete((metadata, failure) -> {
                finalCheckpointDone = true;
                supervisor.signal();
            });
        }
        if (!finalCheckpointDone) {
            return false;
        }
        Results.of(finalCheckpoint);
        return drained();
    }

    /** Whether every unit of every completed checkpoint is committed. */
    boolean drained() {
        for (Committer committer : committers) {
            if (!committer.delivery().drained()) {
                return false;
            }
        }
        return true;
    }

    /** When no thread is inside any more. */
    void closeDeliveries() {
        committers.forEach(committer -> committer.delivery().close());
    }

    /** Sources read nothing more (or go on); the savepoint that follows holds exactly what was read. */
    void pauseSources(boolean paused) {
        for (Task task : tasks) {
            if (task instanceof SourceTask source) {
                source.pause(paused);
            }
        }
    }

    CompletableFuture<String> requestSavepoint(String directory) {
        CompletableFuture<String> savepoint = coordinator.coordinator().requestSavepoint(directory);
        coordinator.waker().signal();
        CompletableFuture<?> unused = savepoint.whenComplete((path, failure) -> supervisor.signal());
        return savepoint;
    }

    @Override
    public void triggerCheckpoint(long checkpointId) {
        for (Task task : tasks) {
            if (task instanceof SourceTask source) {
                source.trigger(checkpointId);
            }
        }
    }

    @Override
    public void checkpointCompleted(long checkpointId) {
        for (Committer committer : committers) {
            context.ports().faults().at(Label.COMMIT_BEFORE_APPLY);
            committer.delivery().checkpointCompleted(checkpointId);
            committer.waker().signal();
        }
        tasks.forEach(task -> task.postCompleted(checkpointId));
        merger.look();
    }

    @Override
    public void checkpointAborted(long checkpointId) {
        committers.forEach(committer -> committer.delivery().checkpointAborted(checkpointId));
        tasks.forEach(task -> task.postAborted(checkpointId));
    }
}
