package dev.weir.cli.database;

import dev.weir.CheckpointInspection;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the checkpoints of the jobs are. */
public final class CheckpointOptions {
    @Option(
            names = "--checkpoints",
            paramLabel = "<folder>",
            description = "The checkpointDirectory of the jobs; without it nothing can be judged.")
    private @Nullable Path folder;

    @Option(names = "--job", paramLabel = "<name>", description = "Only this job; default: all.")
    private @Nullable String job;

    /** Made by picocli. */
    public CheckpointOptions() {}

    /** Whether the user asked for this job. */
    public boolean includes(String name) {
        return job == null || job.equals(name);
    }

    public boolean isGiven() {
        return folder != null;
    }

    /** The jobs that the folder has checkpoints of, as far as they are asked for; the one that is named must be there. */
    public List<String> jobs() {
        if (folder == null) {
            return List.of();
        }
        if (job != null) {
            CheckpointInspection.of(folder, job);
            return List.of(job);
        }
        return CheckpointInspection.jobs(folder);
    }

    /** The checkpoints of a job; empty if no folder is given, or it has none of the job. */
    public Optional<CheckpointInspection> of(String name) {
        return folder != null && CheckpointInspection.jobs(folder).contains(name)
                ? Optional.of(CheckpointInspection.of(folder, name))
                : Optional.empty();
    }
}
