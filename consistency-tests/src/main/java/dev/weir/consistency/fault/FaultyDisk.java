package dev.weir.consistency.fault;

import dev.weir.checkpoint.Disk;
import dev.weir.checkpoint.DiskFile;
import dev.weir.checkpoint.DiskLock;
import dev.weir.consistency.fault.DiskJournal.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * A disk whose files are real and whose faults are planned. It keeps a journal of what was not synced, by which {@link PowerFailure}
 * takes it away again after the process is dead.
 *
 * <p>Folders are always made durable when they are created: a lying disk loses files, but no folders.
 *
 * <p><b>Threading:</b> safe from any thread.
 */
public final class FaultyDisk implements Disk {
    static final String NO_SPACE = "No space left on device";

    private final Disk real;
    private final DiskJournal journal;
    private final ActiveFaults faults;
    private final Runnable powerLoss;
    private final Set<DiskLock> locks = ConcurrentHashMap.newKeySet();

    private FaultyDisk(Disk real, DiskJournal journal, ActiveFaults faults, Runnable powerLoss) {
        this.real = real;
        this.journal = journal;
        this.faults = faults;
        this.powerLoss = powerLoss;
    }

    /**
     * The files of this machine.
     *
     * @param journal a folder in the same file system, but not on the faulty disk; the same for all processes that use that disk
     * @param fired hears the name of each fault when it happens first
     * @param powerLoss what ends the process when the plan cuts the power; if it returns, the disk is dead and nothing else
     */
    public static FaultyDisk onFiles(DiskPlan plan, Path journal, Consumer<String> fired, Runnable powerLoss)
            throws IOException {
        return new FaultyDisk(Disk.onFiles(), new DiskJournal(journal), new ActiveFaults(plan, fired), powerLoss);
    }

    /** Ends all faults but a power loss: there is space again, and syncs are honest and fast from now on. */
    public void heal() {
        faults.heal();
    }

    /** Lets other things go wrong from now on, counted anew. */
    public void become(DiskPlan plan) {
        faults.become(plan);
    }

    /**
     * The machine is dead: whatever still runs above this object can do no more harm, and its locks are free. Then {@link
     * PowerFailure#strike} makes of the files what the next process finds.
     */
    public void cutPower() throws IOException {
        faults.cutPower();
        for (DiskLock lock : locks) {
            lock.close();
        }
        journal.close();
    }

    /** Before a change that is done whole or not at all. */
    private void change(Path path) throws IOException {
        if (faults.change(path)) {
            losePower();
        }
    }

    private void losePower() throws IOException {
        powerLoss.run();
        faults.requirePower();
    }

    /** Before a change that needs a new name. */
    private void changeNames(Path path) throws IOException {
        change(path);
        if (faults.room(1) < 1) {
            throw new FileSystemException(path.toString(), null, NO_SPACE);
        }
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        if (!exists(directory)) {
            changeNames(directory);
            real.createDirectories(directory);
        }
    }

    @Override
    public synchronized DiskFile create(Path file) throws IOException {
        changeNames(file);
        String identity = UUID.randomUUID().toString();
        DiskFile created = real.create(file);
        journal.add(Entry.CREATED, identity, absolute(file));
        return new FaultyFile(created, identity, file);
    }

    @Override
    public boolean createNew(Path file, byte[] content) throws IOException {
        try (DiskFile created = create(file)) {
            created.write(content);
            created.sync();
        } catch (FileAlreadyExistsException e) {
            return false;
        }
        syncDirectory(parent(file));
        return true;
    }

    @Override
    public synchronized void syncDirectory(Path directory) throws IOException {
        change(directory);
        switch (faults.sync()) {
            case LYING -> {}
            case FAILING -> {
                journal.add(Entry.NAMES_LOST, absolute(directory));
                throw new FileSystemException(directory.toString(), null, "Input/output error");
            }
            case HONEST -> {
                real.syncDirectory(directory);
                journal.add(Entry.NAMES_SYNCED, absolute(directory));
            }
        }
    }

    @Override
    public synchronized void rename(Path from, Path to) throws IOException {
        change(from);
        String replaced = journal.keep(to);
        real.rename(from, to);
        journal.add(Entry.RENAMED, absolute(from), absolute(to), replaced);
    }

    @Override
    public synchronized boolean delete(Path path) throws IOException {
        change(path);
        String deleted = journal.keep(path);
        boolean done = real.delete(path);
        if (done && !deleted.isEmpty()) {
            journal.add(Entry.DELETED, absolute(path), deleted);
        }
        return done;
    }

    @Override
    public InputStream open(Path file) throws IOException {
        faults.requirePower();
        return real.open(file);
    }

    @Override
    public long size(Path file) throws IOException {
        faults.requirePower();
        return real.size(file);
    }

    @Override
    public boolean exists(Path path) throws IOException {
        faults.requirePower();
        return real.exists(path);
    }

    @Override
    public boolean isDirectory(Path path) throws IOException {
        faults.requirePower();
        return real.isDirectory(path);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        faults.requirePower();
        return real.list(directory);
    }

    @Override
    public DiskLock lock(Path file, String holder) throws IOException {
        change(file);
        DiskLock taken = real.lock(file, holder);
        locks.add(taken);
        return taken;
    }

    @Override
    public long freeSpace(Path path) throws IOException {
        faults.requirePower();
        return faults.free(real.freeSpace(path));
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    private static Path parent(Path file) throws NoSuchFileException {
        Path parent = absolute(file).getParent();
        if (parent == null) {
            throw new NoSuchFileException(file.toString());
        }
        return parent;
    }

    /** As on Linux, bytes whose sync failed are taken for written: no later sync tries them again. */
    private final class FaultyFile extends DiskFile {
        private final DiskFile file;
        private final String identity;
        private final Path path;
        private long length;
        private boolean holed;

        FaultyFile(DiskFile file, String identity, Path path) {
            this.file = file;
            this.identity = identity;
            this.path = path;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            if (faults.change(path)) {
                file.write(bytes, offset, count / 2);
                losePower();
            }
            int fitting = faults.room(count);
            file.write(bytes, offset, fitting);
            length += fitting;
            if (fitting < count) {
                throw new IOException(NO_SPACE);
            }
        }

        @Override
        public void sync() throws IOException {
            change(path);
            switch (faults.sync()) {
                case LYING -> {}
                case FAILING -> {
                    holed = true;
                    throw new IOException("Input/output error");
                }
                case HONEST -> {
                    file.sync();
                    if (!holed) {
                        journal.add(Entry.SYNCED, identity, length);
                    }
                }
            }
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
