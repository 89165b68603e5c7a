package dev.weir.checkpoint;

import dev.weir.fault.FaultInjector;
import dev.weir.time.Clock;
import java.nio.file.Path;
import java.time.Instant;

/** Opens checkpoint stores. */
public final class CheckpointStores {
    private CheckpointStores() {}

    /**
     * Opens the store of a job below a folder, which is created if need be.
     *
     * @throws dev.weir.error.WeirException {@code JOB_ALREADY_RUNNING}, {@code CHECKPOINT_STORE}, {@code INVALID_JOB}
     */
    public static CheckpointStore onDisk(Path directory, String jobName, FaultInjector faults, Clock clock) {
        return open(new FileDisk(), directory, jobName, ProcessName.read(), faults, clock);
    }

    /** A new and empty store that ends with the process. */
    public static CheckpointStore inMemory(String jobName, FaultInjector faults, Clock clock) {
        return on(new MemoryDisk(), Path.of("memory"), jobName, faults, clock);
    }

    /** Opens a store on any disk, for example one that a test can crash. */
    public static CheckpointStore on(Disk disk, Path directory, String jobName, FaultInjector faults, Clock clock) {
        return open(disk, directory, jobName, "another store", faults, clock);
    }

    private static CheckpointStore open(
            Disk disk, Path directory, String jobName, String process, FaultInjector faults, Clock clock) {
        String holder = process + " since " + Instant.ofEpochMilli(clock.millis());
        return DiskCheckpointStore.open(disk, directory, jobName, holder, faults);
    }
}
