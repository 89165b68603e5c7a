package dev.weir;

import dev.weir.delivery.RewindPolicy;
import dev.weir.error.ErrorCode;
import dev.weir.error.Faults;
import dev.weir.exec.ExecutionSettings;
import dev.weir.exec.RestartStrategy;
import dev.weir.graph.Identifiers;
import dev.weir.guarantee.Guarantee;
import dev.weir.time.Durations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a job runs. Immutable; made by {@link #builder()}.
 *
 * @param name the job's identity at its destinations and in its checkpoint store: never change it, never use it twice
 * @param parallelism subtasks of each operator that has no parallelism of its own
 * @param maxParallelism the most subtasks that any operator may ever have; fixed for the life of the job's state
 * @param checkpointInterval from the start of one checkpoint to the start of the next: how long committed results lag
 * @param checkpointTimeout after which an unfinished checkpoint fails the attempt
 * @param checkpointDirectory where checkpoints are kept, or null for memory: then they end with the process
 * @param retainedCheckpoints how many completed checkpoints are kept
 * @param restartStrategy whether and when a failed job starts again
 * @param rewindPolicy what to do when a destination is ahead of the checkpoint
 * @param requiredGuarantee the job does not start if it gives less from end to end, or if that cannot be found out
 * @param savepoint the savepoint or checkpoint to start from, or null for the newest in the directory
 * @param registeredTypes classes that state may contain although no field or type argument names them
 * @param watermarkInterval how often a source that has records says how far event time has come
 * @param batchSize the most records that cross from one task to another together
 */
public record JobOptions(
        String name,
        int parallelism,
        int maxParallelism,
        Duration checkpointInterval,
        Duration checkpointTimeout,
        @Nullable Path checkpointDirectory,
        int retainedCheckpoints,
        RestartStrategy restartStrategy,
        RewindPolicy rewindPolicy,
        Guarantee requiredGuarantee,
        @Nullable Path savepoint,
        List<Class<?>> registeredTypes,
        Duration watermarkInterval,
        int batchSize) {
    private static final int MAX_KEY_GROUPS = 32_768;
    private static final int MAX_BATCH_SIZE = 65_536;

    public JobOptions {
        registeredTypes = List.copyOf(registeredTypes);
        Faults faults = new Faults();
        faults.addIf(!Identifiers.isUsable(name), () -> "name: '" + name + "'; must have " + Identifiers.RULE);
        faults.addIf(
                maxParallelism < 1 || maxParallelism > MAX_KEY_GROUPS,
                () -> "maxParallelism: " + maxParallelism + "; must be from 1 to " + MAX_KEY_GROUPS);
        faults.addIf(
                parallelism < 1 || parallelism > maxParallelism,
                () -> "parallelism: " + parallelism + "; must be from 1 to maxParallelism (" + maxParallelism + ")");
        checkMillis(faults, "checkpointInterval", checkpointInterval);
        checkMillis(faults, "checkpointTimeout", checkpointTimeout);
        checkMillis(faults, "watermarkInterval", watermarkInterval);
        faults.addIf(
                retainedCheckpoints < 1, () -> "retainedCheckpoints: " + retainedCheckpoints + "; must be at least 1");
        restartStrategy.check(faults);
        faults.addIf(
                batchSize < 1 || batchSize > MAX_BATCH_SIZE,
                () -> "batchSize: " + batchSize + "; must be from 1 to " + MAX_BATCH_SIZE);
        faults.throwIfAny(ErrorCode.INVALID_JOB, "Cannot use these job options");
    }

    /** A builder with everything at its default. */
    public static Builder builder() {
        return new Builder();
    }

    private static void checkMillis(Faults faults, String option, Duration value) {
        faults.addIf(
                value.toMillis() < 1,
                () -> option + ": " + Durations.words(value) + "; must be at least a millisecond");
    }

    ExecutionSettings toSettings() {
        return new ExecutionSettings(
                name,
                checkpointInterval,
                checkpointTimeout,
                checkpointDirectory,
                retainedCheckpoints,
                restartStrategy,
                rewindPolicy,
                savepoint,
                registeredTypes,
                watermarkInterval,
                batchSize);
    }

    /** Collects options; {@link #build} checks them all. Not thread-safe. */
    public static final class Builder {
        private String name = "weir-job";
        private int maxParallelism = 128;
        private int parallelism = Math.min(Runtime.getRuntime().availableProcessors(), 128);
        private Duration checkpointInterval = Duration.ofSeconds(1);
        private Duration checkpointTimeout = Duration.ofMinutes(10);
        private @Nullable Path checkpointDirectory;
        private int retainedCheckpoints = 2;
        private RestartStrategy restartStrategy =
                RestartStrategy.exponentialBackoff(Duration.ofMillis(100), Duration.ofSeconds(10));
        private RewindPolicy rewindPolicy = RewindPolicy.FAIL;
        private Guarantee requiredGuarantee = Guarantee.AT_MOST_ONCE;
        private @Nullable Path savepoint;
        private final List<Class<?>> registeredTypes = new ArrayList<>();
        private Duration watermarkInterval = Duration.ofMillis(50);
        private int batchSize = 512;

        private Builder() {}

        /** Default: {@code weir-job}. */
        public Builder name(String newName) {
            name = newName;
            return this;
        }

        /** Default: the number of processors. */
        public Builder parallelism(int newParallelism) {
            parallelism = newParallelism;
            return this;
        }

        /** Default: 128. */
        public Builder maxParallelism(int newMaxParallelism) {
            maxParallelism = newMaxParallelism;
            return this;
        }

        /** Default: 1 s. */
        public Builder checkpointInterval(Duration newInterval) {
            checkpointInterval = newInterval;
            return this;
        }

        /** Default: 10 min. */
        public Builder checkpointTimeout(Duration newTimeout) {
            checkpointTimeout = newTimeout;
            return this;
        }

        /** Default: none, checkpoints are kept in memory. */
        public Builder checkpointDirectory(Path newDirectory) {
            checkpointDirectory = newDirectory;
            return this;
        }

        /** Default: 2. */
        public Builder retainedCheckpoints(int newRetained) {
            retainedCheckpoints = newRetained;
            return this;
        }

        /** Default: ten restarts after 100 ms, growing to 10 s, counted anew after a minute without failure. */
        public Builder restartStrategy(RestartStrategy newStrategy) {
            restartStrategy = newStrategy;
            return this;
        }

        /** Default: {@link RewindPolicy#FAIL}. */
        public Builder rewindPolicy(RewindPolicy newPolicy) {
            rewindPolicy = newPolicy;
            return this;
        }

        /**
         * The job refuses to start below this, and looks at its destinations to know. Default: {@link
         * Guarantee#AT_MOST_ONCE}, which requires nothing.
         */
        public Builder requireGuarantee(Guarantee newGuarantee) {
            requiredGuarantee = newGuarantee;
            return this;
        }

        /** Default: the newest checkpoint of the directory, if any. */
        public Builder fromSavepoint(Path newSavepoint) {
            savepoint = newSavepoint;
            return this;
        }

        /** Allows classes in state that no field or type argument names. */
        public Builder registerType(Class<?>... types) {
            registeredTypes.addAll(List.of(types));
            return this;
        }

        /** Default: 50 ms. */
        public Builder watermarkInterval(Duration newInterval) {
            watermarkInterval = newInterval;
            return this;
        }

        /** Default: 512. */
        public Builder batchSize(int newBatchSize) {
            batchSize = newBatchSize;
            return this;
        }

        /**
         * Checks everything.
         *
         * @throws dev.weir.error.WeirException {@code INVALID_JOB} with all faults
         */
        public JobOptions build() {
            return new JobOptions(
                    name,
                    parallelism,
                    maxParallelism,
                    checkpointInterval,
                    checkpointTimeout,
                    checkpointDirectory,
                    retainedCheckpoints,
                    restartStrategy,
                    rewindPolicy,
                    requiredGuarantee,
                    savepoint,
                    registeredTypes,
                    watermarkInterval,
                    batchSize);
        }
    }
}
