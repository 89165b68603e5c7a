package dev.weir.exec;

import dev.weir.checkpoint.CheckpointCoordinator;
import dev.weir.checkpoint.CheckpointParticipant;
import dev.weir.checkpoint.CheckpointSettings;
import dev.weir.checkpoint.CheckpointedJob;
import dev.weir.checkpoint.OperatorShape;
import dev.weir.graph.Step;
import dev.weir.graph.Vertex;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Gives the checkpoint coordinator a thread. */
final class CoordinatorStepper implements Stepper {
    /** Checkpoints in a row that may time out before the attempt fails. */
    private static final int TOLERATED_FAILURES = 3;

    private final CheckpointCoordinator coordinator;
    private final Waker waker = new Waker();

    CoordinatorStepper(AttemptContext attempt, CheckpointParticipant participant, String lineage) {
        ExecutionSettings settings = attempt.settings();
        coordinator = new CheckpointCoordinator(
                new CheckpointedJob(
                        settings.jobName(),
                        lineage,
                        attempt.attempt(),
                        attempt.plan().maxParallelism(),
                        shapes(attempt)),
                new CheckpointSettings(
                        settings.checkpointInterval(),
                        settings.checkpointTimeout(),
                        Duration.ZERO,
                        settings.retainedCheckpoints(),
                        TOLERATED_FAILURES),
                attempt.store(),
                participant,
                attempt.ports().clock(),
                attempt.ports().faults());
    }

    CheckpointCoordinator coordinator() {
        return coordinator;
    }

    @Override
    public String name() {
        return "coordinate checkpoints";
    }

    @Override
    public Waker waker() {
        return waker;
    }

    @Override
    public long step() {
        return coordinator.step();
    }

    @Override
    public void close() {
        coordinator.close();
    }

    private static List<OperatorShape> shapes(AttemptContext attempt) {
        List<OperatorShape> shapes = new ArrayList<>();
        for (Vertex vertex : attempt.plan().vertices()) {
            for (Step step : vertex.steps()) {
                shapes.add(new OperatorShape(step.uid(), step.name(), vertex.id(), vertex.parallelism()));
            }
        }
        return shapes;
    }
}
