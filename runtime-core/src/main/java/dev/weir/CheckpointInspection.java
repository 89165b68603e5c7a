package dev.weir;

import dev.weir.checkpoint.CheckpointMetadata;
import dev.weir.checkpoint.StoreInspection;
import dev.weir.delivery.ShardUnits;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Looks at the checkpoints of a job that is dead or alive, for tools that settle what its death left in doubt: which units
 * the newest complete checkpoint holds, and whether a process runs the job. Keeps no lock and changes nothing.
 *
 * <p><b>Threading:</b> safe from any thread. <b>Errors:</b> {@code INVALID_JOB} if the folder holds no such job, {@code
 * CHECKPOINT_STORE}, {@code CHECKPOINT_CORRUPT}, {@code CHECKPOINT_TOO_NEW}.
 */
public final class CheckpointInspection {
    private final StoreInspection store;

    private CheckpointInspection(StoreInspection store) {
        this.store = store;
    }

    /** @param directory what the job has as {@code checkpointDirectory} */
    public static CheckpointInspection of(Path directory, String jobName) {
        return new CheckpointInspection(StoreInspection.of(directory, jobName));
    }

    /** The names of the jobs that keep checkpoints in a folder; empty if there is no such folder. */
    public static List<String> jobs(Path directory) {
        return StoreInspection.jobs(directory);
    }

    /** The live process that runs the job, in its own words; empty if none does. */
    public Optional<String> owner() {
        return store.owner();
    }

    /**
     * The highest attempt number that was claimed with these checkpoints; 0 if none was. A destination that has seen a
     * higher one was written to with another folder: with these checkpoints nothing there can be judged.
     */
    public long lastAttempt() {
        return store.lastAttempt();
    }

    /** The newest complete checkpoint: the one that the next start loads. */
    public Optional<Checkpoint> newest() {
        return store.newest().map(CheckpointInspection::checkpoint);
    }

    private static Checkpoint checkpoint(CheckpointMetadata metadata) {
        List<SinkUnits> sinks = new ArrayList<>();
        for (CheckpointMetadata.OperatorState operator : metadata.operators()) {
            List<ShardUnits> shards = operator.subtasks().stream()
                    .flatMap(subtask -> ShardUnits.of(subtask.state()).stream())
                    .sorted(Comparator.comparingInt(ShardUnits::shard))
                    .toList();
            if (!shards.isEmpty()) {
                sinks.add(new SinkUnits(operator.uid(), shards));
            }
        }
        return new Checkpoint(
                metadata.lineage(),
                metadata.attempt(),
                metadata.checkpointId(),
                Instant.ofEpochMilli(metadata.completedMillis()),
                sinks);
    }

    /**
     * A complete checkpoint.
     *
     * @param attempt the attempt that completed it
     * @param sinks those that deliver in units
     */
    public record Checkpoint(String lineage, long attempt, long id, Instant completed, List<SinkUnits> sinks) {
        public Checkpoint {
            sinks = List.copyOf(sinks);
        }

        /** What it holds of a shard; empty if it knows no such shard. */
        public Optional<ShardUnits> shard(String sinkUid, int shard) {
            return sinks.stream()
                    .filter(sink -> sink.uid().equals(sinkUid))
                    .flatMap(sink -> sink.shards().stream())
                    .filter(units -> units.shard() == shard)
                    .findFirst();
        }
    }

    /**
     * The shards of one sink.
     *
     * @param shards by their numbers
     */
    public record SinkUnits(String uid, List<ShardUnits> shards) {
        public SinkUnits {
            shards = List.copyOf(shards);
        }
    }
}
