package dev.weir.checkpoint;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.fault.FaultInjector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks at the store of a job that is dead or alive: keeps no lock, changes nothing.
 *
 * <p><b>Threading:</b> safe from any thread.
 */
public final class StoreInspection {
    /** A live job may delete a checkpoint between the look for its name and the look inside. */
    private static final int TRIES = 10;

    private final StoreLayout layout;
    private final Disk disk;
    private final StoreErrors errors;

    private StoreInspection(StoreLayout layout, Disk disk) {
        this.layout = layout;
        this.disk = disk;
        this.errors = new StoreErrors(disk);
    }

    /** @throws WeirException {@code INVALID_JOB} if the folder holds no checkpoints of the job */
    public static StoreInspection of(Path directory, String jobName) {
        Disk disk = new FileDisk();
        Path root = directory.toAbsolutePath().normalize();
        StoreLayout layout = StoreLayout.below(root.resolve(EncodedName.encode(jobName)));
        StoreErrors errors = new StoreErrors(disk);
        if (!errors.check("look for", layout.checkpoints(), () -> disk.isDirectory(layout.checkpoints()))) {
            throw new WeirException(
                    ErrorCode.INVALID_JOB,
                    "Cannot look at the checkpoints of job '" + jobName + "': there are none in " + root
                            + ": it holds jobs " + jobs(root) + "; correct the folder or the job's name");
        }
        return new StoreInspection(layout, disk);
    }

    /** The names of the jobs that keep checkpoints in a folder; empty if there is no such folder. */
    public static List<String> jobs(Path directory) {
        Disk disk = new FileDisk();
        StoreErrors errors = new StoreErrors(disk);
        if (!errors.check("look for", directory, () -> disk.isDirectory(directory))) {
            return List.of();
        }
        List<String> jobs = new ArrayList<>();
        for (String name : errors.check("list", directory, () -> disk.list(directory))) {
            Path checkpoints = StoreLayout.below(directory.resolve(name)).checkpoints();
            if (errors.check("look for", checkpoints, () -> disk.isDirectory(checkpoints))) {
                jobs.add(EncodedName.decode(name));
            }
        }
        return jobs;
    }

    /** The live process that runs the job, in its own words; empty if none does. */
    public Optional<String> owner() {
        return errors.check("look at", layout.lock(), () -> ProcessLock.holder(layout.lock()));
    }

    /** The highest attempt number that was claimed here; 0 if none was. */
    public long lastAttempt() {
        if (!errors.check("look for", layout.attempts(), () -> disk.isDirectory(layout.attempts()))) {
            return 0;
        }
        return errors.check("list", layout.attempts(), () -> disk.list(layout.attempts())).stream()
                .filter(name -> name.matches("\\d{12,18}"))
                .mapToLong(Long::parseLong)
                .max()
                .orElse(0);
    }

    /** The newest complete checkpoint: the one that the next start would load. */
    public Optional<CheckpointMetadata> newest() {
        MetadataFile file = new MetadataFile(disk, errors, FaultInjector.NONE);
        for (int left = TRIES; ; left--) {
            Optional<CheckpointKey> newest =
                    errors.check("list", layout.checkpoints(), () -> disk.list(layout.checkpoints())).stream()
                            .flatMap(name -> CheckpointKey.parse(name).stream())
                            .max(CheckpointKey::compareTo);
            if (newest.isEmpty()) {
                return Optional.empty();
            }
            try {
                return Optional.of(file.read(layout.metadata(newest.get())));
            } catch (WeirException e) {
                if (left == 0 || e.code() != ErrorCode.CHECKPOINT_STORE) {
                    throw e;
                }
            }
        }
    }
}
