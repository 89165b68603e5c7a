package dev.weir.exec;

import dev.weir.delivery.RewindPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a plan is to be run. Already validated: {@code dev.weir.JobOptions} is what a user fills in.
 *
 * @param jobName the job's identity at its destinations
 * @param checkpointInterval from the start of one checkpoint to the start of the next
 * @param checkpointTimeout after which an unfinished checkpoint fails the attempt
 * @param checkpointDirectory where checkpoints are kept, or null for memory
 * @param retainedCheckpoints how many completed checkpoints are kept
 * @param savepoint path of the savepoint or checkpoint to start from, or null for the newest in the directory
 * @param registeredTypes classes that the job's state may contain although no field or type argument names them
 * @param watermarkInterval how often a source that has records says how far event time has come
 * @param batchSize the most records that cross a channel together
 */
public record ExecutionSettings(
        String jobName,
        Duration checkpointInterval,
        Duration checkpointTimeout,
        @Nullable Path checkpointDirectory,
        int retainedCheckpoints,
        RestartStrategy restartStrategy,
        RewindPolicy rewindPolicy,
        @Nullable Path savepoint,
        List<Class<?>> registeredTypes,
        Duration watermarkInterval,
        int batchSize) {
    public ExecutionSettings {
        registeredTypes = List.copyOf(registeredTypes);
    }
}
