package dev.weir.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The data folder of a PostgreSQL server, and what its files say about the server. */
record PostgresData(Path path) {

    /** True for one that was made by initdb, false for one that is empty or missing. */
    boolean isInitialised() {
        if (Files.exists(versionFile())) {
            return true;
        }
        if (!Folders.isEmptyOrMissing(path)) {
            throw new TestbedException("Cannot start PostgreSQL: its data folder holds something else: path=" + path
                    + ", missing=" + versionFile().getFileName() + "; choose an empty folder or one with its data");
        }
        return false;
    }

    private Path versionFile() {
        return path.resolve("PG_VERSION");
    }

    /** Makes an empty folder that belongs to the server's user alone. */
    void create(Unprivileged user) {
        try {
            Files.createDirectories(path);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            user.owner().ifPresent(owner -> Users.makeOwner(path, owner));
        } catch (IOException e) {
            throw new TestbedException(
                    "Cannot make PostgreSQL's data folder: " + e + ": path=" + path + "; choose another one", e);
        }
    }

    /** The pid of the postmaster if it says that it accepts connections. */
    Optional<Long> readyPostmaster() {
        List<String> lines = postmasterFile();
        return lines.size() > 7 && lines.get(7).strip().equals("ready")
                ? Optional.of(Long.valueOf(lines.get(0).strip()))
                : Optional.empty();
    }

    /** The server's processes, children of whoever: their working directory is the data folder. */
    ProcessTree workers() {
        return ProcessTree.workingIn(path, "postgres");
    }

    /** Ends what is left of a server whose owner is gone. */
    void killLeftOver() {
        workers().kill();
        clearAfterKill();
    }

    /**
     * Removes what a killed server leaves, once all its processes are dead: its pid file, which names a pid that another
     * process may get and that would then look like a server at work, and its small System V memory segment, of which the
     * machine has only a few thousand.
     */
    void clearAfterKill() {
        List<String> lines = postmasterFile();
        try {
            Files.deleteIfExists(path.resolve("postmaster.pid"));
        } catch (IOException e) {
            throw new TestbedException(
                    "Cannot clear up after a killed PostgreSQL: " + e + "; remove " + path + "/postmaster.pid", e);
        }
        if (lines.size() > 6) {
            List<String> keyAndId = words(lines.get(6));
            if (unusedSegments().contains(keyAndId)) {
                OwnedProcess.succeeds(List.of("ipcrm", "-m"), keyAndId.get(1));
            }
        }
    }

    /** Key and id of each shared memory segment that no process uses, see proc(5). */
    private static List<List<String>> unusedSegments() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/sysvipc/shm"))) {
            return lines.map(PostgresData::words)
                    .filter(columns -> columns.get(6).equals("0"))
                    .map(columns -> columns.subList(0, 2))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static List<String> words(String line) {
        return List.of(line.strip().split(" +", -1));
    }

    /** The lines are described in PostgreSQL's {@code utils/pidfile.h}. */
    private List<String> postmasterFile() {
        try {
            return Files.readAllLines(path.resolve("postmaster.pid"));
        } catch (IOException e) {
            return List.of();
        }
    }
}
