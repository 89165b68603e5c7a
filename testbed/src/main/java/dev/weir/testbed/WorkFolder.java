package dev.weir.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * This user's folder for unpacked servers and for the data of running ones. Root's lies under {@code /var/tmp}, where the
 * unprivileged users can enter that root starts servers as; everyone else's lies in the cache folder of the XDG Base Directory
 * Specification, or under {@code /var/tmp} for users without a home.
 */
record WorkFolder(Path path) {

    private static final Set<PosixFilePermission> OPEN_TO_READERS = PosixFilePermissions.fromString("rwxr-xr-x");

    static WorkFolder ofThisUser() {
        return of(Users.current(), System.getenv(), Path.of(System.getProperty("user.home", "")), Path.of("/var/tmp"));
    }

    static WorkFolder of(int user, Map<String, String> environment, Path home, Path shared) {
        Path own = shared.resolve("weir-testbed-" + user);
        if (user == Users.ROOT) {
            return in(own, user);
        }
        Optional<Path> cache = Optional.ofNullable(environment.get("XDG_CACHE_HOME"))
                .map(Path::of)
                .filter(Path::isAbsolute);
        return in(
                cache.or(() -> isUsable(home) ? Optional.of(home.resolve(".cache")) : Optional.empty())
                        .map(folder -> folder.resolve("weir"))
                        .orElse(own),
                user);
    }

    private static boolean isUsable(Path home) {
        return home.isAbsolute() && Files.isDirectory(home) && Files.isWritable(home);
    }

    private static WorkFolder in(Path folder, int user) {
        try {
            Files.createDirectories(folder);
            if (Users.ownerOf(folder) != user || !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                throw new TestbedException("Cannot use the work folder: it belongs to someone else: path=" + folder
                        + ", owner=" + Users.ownerOf(folder) + ", we=" + user + "; remove it");
            }
            open(folder);
        } catch (IOException e) {
            throw new TestbedException(
                    "Cannot use the work folder: it cannot be made: " + e
                            + "; make it writable, or point XDG_CACHE_HOME at a folder that is",
                    e);
        }
        return new WorkFolder(folder);
    }

    /** A folder, made if missing, that every user can enter whatever our umask says. */
    static Path open(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, OPEN_TO_READERS);
        return folder;
    }

    /** A new folder of the same kind. */
    static Path openTemporary(Path parent, String prefix) throws IOException {
        return open(Files.createTempDirectory(parent, prefix));
    }
}
