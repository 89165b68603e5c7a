package dev.weir.checkpoint;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.fault.FaultInjector;
import dev.weir.fault.Label;
import dev.weir.state.FileRef;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A checkpoint store in one folder of a disk, laid out as {@link StoreLayout} says. */
/*
 * Why an older attempt (a zombie: paused, its lock lost) can do no harm.
 *
 * An attempt starts in this order: claim the next number; fence every destination with it; load the newest checkpoint
 * and adopt it, that is, write it again under the own number; only then commit or abort anything. The number in a file's
 * name is that of the attempt that adopted it; the one inside is that of the attempt that completed it.
 *
 * complete() asks for a newer number right before the rename and again after it. What remains is a zombie Z that is
 * paused between its first look and its rename, while attempt A claims, fences and loads. When Z goes on:
 *  - Its second look finds A: it fails with FENCED and tells nobody, so none of its units are committed; if it tried,
 *    the ledgers would refuse it, because A has fenced them.
 *  - Its checkpoint is now in the folder. If it came before A listed it, A loads it: it is consistent, and its units are
 *    committed by A. If it came later, it is dead for ever: a restore picks by (attempt, id), A has adopted an older one
 *    under a higher number, and everything that follows has a number at least as high. Without adoption there would be a
 *    gap while A has not completed anything: A aborts the prepared transactions of Z's checkpoint, because it does not
 *    know it; if A then died, the next attempt would load it and find its transactions lost.
 *  - deleteOld() of Z never deletes what A has loaded: Z keeps the newest that it knows, A loaded that or a newer one,
 *    and after A's claim Z completes no other. Files that Z does not know, it does not touch.
 *
 *
 * A zombie may also fail in another way than FENCED, for example because A has deleted its unfinished files, and then
 * its process will want to restart. So a process claims only the number after its own last one: if that is taken, it
 * has lost the job.
 *
 * What is synced: a data file when it is finished; the data folder, once for all of them, before the first checkpoint
 * that refers to them; the metadata file before its rename, and its folder after it. Deletions are never synced: a file
 * that comes back is found at the next start, and the metadata file of an old checkpoint whose data is gone is only
 * looked at by somebody who names it.
 */
final class DiskCheckpointStore implements CheckpointStore {
    private final Disk disk;
    private final StoreLayout layout;
    private final String jobName;
    private final String holder;
    private final FaultInjector faults;
    private final StoreErrors errors;
    private final DiskLock lock;
    private final Attempts attempts;
    private final MetadataFile metadataFile;
    private final Savepoints savepoints;
    private final DataFolder data;

    private final FileTable files = new FileTable();
    private final AtomicBoolean dataNamesAreDurable = new AtomicBoolean(true);
    /** What each complete checkpoint in the folder refers to; guarded by this. */
    private final TreeMap<CheckpointKey, Set<FileRef>> completed = new TreeMap<>();

    private volatile long claimed;
    private long lastId;
    private long sweptFor;

    private DiskCheckpointStore(
            Disk disk, StoreLayout layout, String jobName, String holder, FaultInjector faults, StoreErrors errors) {
        this.disk = disk;
        this.layout = layout;
        this.jobName = jobName;
        this.holder = holder;
        this.faults = faults;
        this.errors = errors;
        attempts = new Attempts(disk, layout, errors, holder);
        metadataFile = new MetadataFile(disk, errors, faults);
        savepoints = new Savepoints(disk, errors, metadataFile);
        data = new DataFolder(disk, errors, layout.data());
        lock = lock();
    }

    static DiskCheckpointStore open(Disk disk, Path directory, String jobName, String holder, FaultInjector faults) {
        String folder = EncodedName.encode(jobName);
        if (jobName.isBlank() || folder.length() > EncodedName.MAX_LENGTH) {
            throw new WeirException(
                    ErrorCode.INVALID_JOB,
                    "Cannot use job name '" + jobName + "': it must have 1 to " + EncodedName.MAX_LENGTH
                            + " characters as a folder's name: '" + folder + "' has " + folder.length()
                            + "; choose another name");
        }
        StoreLayout layout =
                StoreLayout.below(directory.toAbsolutePath().normalize().resolve(folder));
        StoreErrors errors = new StoreErrors(disk);
        errors.run("create", layout.root(), () -> disk.createDirectories(layout.root()));
        DiskCheckpointStore store = new DiskCheckpointStore(disk, layout, jobName, holder, faults, errors);
        boolean opened = false;
        try {
            store.readFolders();
            opened = true;
            return store;
        } finally {
            if (!opened) {
                store.close();
            }
        }
    }

    private DiskLock lock() {
        try {
            return disk.lock(layout.lock(), holder);
        } catch (DiskLockedException e) {
            throw new WeirException(
                    ErrorCode.JOB_ALREADY_RUNNING,
                    "Cannot start job '" + jobName + "': it is already running: " + layout.lock() + " is held by "
                            + e.holder() + "; stop that one first or give this job another name",
                    e);
        } catch (IOException e) {
            throw errors.store("lock", layout.lock(), e);
        }
    }

    private void readFolders() {
        for (Path folder : List.of(layout.attempts(), layout.data(), layout.checkpoints())) {
            errors.run("create", folder, () -> disk.createDirectories(folder));
        }
        data.clean().forEach(file -> files.add(file, FileTable.BEFORE));
        for (String name : listCheckpoints()) {
            if (name.endsWith(StoreLayout.PART_SUFFIX)) {
                Path part = layout.checkpoints().resolve(name);
                errors.run("delete", part, () -> disk.delete(part));
            }
            CheckpointKey.parse(name).ifPresent(key -> register(key, filesOf(key)));
        }
    }

    /** An unreadable checkpoint holds no file: as the newest one it is an error of {@link #newest}. */
    private Set<FileRef> filesOf(CheckpointKey key) {
        try {
            return metadataFile.read(layout.metadata(key)).dataFiles();
        } catch (WeirException e) {
            if (e.code() == ErrorCode.CHECKPOINT_STORE) {
                throw e;
            }
            return Set.of();
        }
    }

    private List<String> listCheckpoints() {
        return errors.check("list", layout.checkpoints(), () -> disk.list(layout.checkpoints()));
    }

    @Override
    public synchronized long claimAttempt(long floor) {
        long highest = completed.isEmpty() ? 0 : completed.lastKey().attempt();
        claimed = claimed == 0
                ? attempts.claimFirst(Math.max(floor, highest))
                : attempts.claimAfter(claimed, floor, "restart job '" + jobName + "' after attempt " + claimed);
        return claimed;
    }

    @Override
    public synchronized Optional<CheckpointMetadata> newest() {
        @Nullable CheckpointKey newest = null;
        for (String name : listCheckpoints()) {
            CheckpointKey key = CheckpointKey.parse(name).orElse(null);
            if (key != null && (newest == null || key.compareTo(newest) > 0)) {
                newest = key;
            }
        }
        return newest == null ? Optional.empty() : Optional.of(restore(newest));
    }

    private CheckpointMetadata restore(CheckpointKey key) {
        CheckpointMetadata metadata = readOwn(key);
        adopt(key, metadata);
        return metadata;
    }

    private CheckpointMetadata readOwn(CheckpointKey key) {
        Path path = layout.metadata(key);
        CheckpointMetadata metadata = metadataFile.read(path);
        if (metadata.checkpointId() != key.id()
                || metadata.attempt() > key.attempt()
                || !metadata.jobName().equals(jobName)) {
            throw new WeirException(
                    ErrorCode.CHECKPOINT_CORRUPT,
                    "Cannot read checkpoint " + path + ": it is another one than its name says: expected job '"
                            + jobName + "' " + key + ", found job '" + metadata.jobName() + "' "
                            + CheckpointKey.of(metadata) + "; " + MetadataFormat.REMEDY);
        }
        register(key, metadata.dataFiles());
        return metadata;
    }

    @Override
    public synchronized CheckpointMetadata peek(String path) {
        return savepoints.find(path).metadata();
    }

    @Override
    public synchronized CheckpointMetadata load(String path) {
        Savepoints.Found found = savepoints.find(path);
        lastId = Math.max(lastId, found.metadata().checkpointId());
        if (!data.isAt(found.data())) {
            takeIn(found);
        }
        return found.metadata();
    }

    private void takeIn(Savepoints.Found found) {
        if (claimed == 0) {
            throw new WeirException(
                    ErrorCode.INTERNAL,
                    "Cannot restore from " + found.file() + ": no attempt is claimed: its files would belong to nobody;"
                            + " this is a defect, please report it");
        }
        DataFolder source = new DataFolder(disk, errors, found.data());
        for (FileRef file : found.metadata().dataFiles()) {
            source.copy(file, data);
            dataNamesAreDurable.set(false);
            files.add(file, claimed);
        }
    }

    /** Completes what is restored under the own attempt; see above. Its content stays as it is. */
    private void adopt(CheckpointKey found, CheckpointMetadata metadata) {
        if (found.attempt() < claimed) {
            persist(new CheckpointKey(claimed, found.id()), metadata, metadata.dataFiles());
        }
    }

    @Override
    public synchronized long lastCheckpointId() {
        return lastId;
    }

    @Override
    public DataFile create(String name) {
        long attempt = claimed;
        return data.create(name, file -> {
            dataNamesAreDurable.set(false);
            files.add(file, attempt);
        });
    }

    @Override
    public byte[] read(FileRef file) {
        return data.read(file);
    }

    @Override
    public synchronized void complete(CheckpointMetadata metadata) {
        if (!metadata.jobName().equals(jobName)) {
            throw defect(metadata, "it belongs to another job than '" + jobName + "': '" + metadata.jobName() + "'");
        }
        Set<FileRef> references = metadata.dataFiles();
        for (FileRef file : references) {
            if (!files.contains(file)) {
                throw defect(metadata, "it refers to a file that is not in the store: " + file);
            }
        }
        persist(CheckpointKey.of(metadata), metadata, references);
    }

    private static WeirException defect(CheckpointMetadata metadata, String reason) {
        return new WeirException(
                ErrorCode.INTERNAL,
                "Cannot complete checkpoint " + metadata.checkpointId() + ": " + reason
                        + "; this is a defect, please report it");
    }

    private void persist(CheckpointKey key, CheckpointMetadata metadata, Set<FileRef> references) {
        String action =
                "complete checkpoint " + key.id() + " of attempt " + key.attempt() + " of job '" + jobName + "'";
        syncDataNames();
        metadataFile.write(metadata, layout.metadata(key), () -> attempts.check(key.attempt(), action));
        attempts.check(key.attempt(), action);
        register(key, references);
    }

    private void syncDataNames() {
        if (!dataNamesAreDurable.getAndSet(true)) {
            boolean synced = false;
            try {
                data.sync();
                synced = true;
            } finally {
                if (!synced) {
                    dataNamesAreDurable.set(false);
                }
            }
        }
    }

    private void register(CheckpointKey key, Set<FileRef> references) {
        lastId = Math.max(lastId, key.id());
        Set<FileRef> before = completed.put(key, references);
        files.refer(references);
        if (before != null) {
            files.release(before);
        }
    }

    @Override
    public String writeSavepoint(CheckpointMetadata metadata, String directory) {
        return savepoints.write(metadata, data, directory).toString();
    }

    @Override
    public synchronized void deleteOld(int retained, long attempt) {
        List<FileRef> free = new ArrayList<>();
        if (sweptFor < attempt) {
            sweptFor = attempt;
            free.addAll(files.orphans(attempt));
        }
        if (free.isEmpty() && completed.size() <= retained) {
            return;
        }
        faults.at(Label.RETENTION_BEFORE_DELETE);
        while (completed.size() > Math.max(1, retained)) {
            Map.Entry<CheckpointKey, Set<FileRef>> oldest = completed.pollFirstEntry();
            Path path = layout.metadata(oldest.getKey());
            errors.run("delete", path, () -> disk.delete(path));
            free.addAll(files.release(oldest.getValue()));
        }
        for (FileRef file : free) {
            faults.at(Label.RETENTION_BETWEEN_DELETES);
            data.delete(file);
        }
    }

    @Override
    public void close() {
        errors.run("unlock", layout.lock(), lock::close);
    }
}
