package dev.weir.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a server that refuses to run as root is started: the words before its command, and the user who must own its data.
 * All ways but {@code su} replace themselves by the command, so that its pid is the child's.
 */
record Unprivileged(List<String> prefix, Optional<String> owner) {

    private static final String NOBODY = "65534";

    private static final Unprivileged AS_WE_ARE = new Unprivileged(List.of(), Optional.empty());
    private static final Unprivileged SETPRIV = new Unprivileged(
            List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--"), Optional.of(NOBODY));
    /** In a user namespace without a mapping root looks like nobody to itself, yet still owns root's files. */
    private static final Unprivileged UNSHARE = new Unprivileged(List.of("unshare", "-U", "--"), Optional.of("0"));

    private static final Unprivileged SU = new Unprivileged(
            List.of("su", "-s", "/bin/sh", "-c", "exec \"$@\"", "nobody", "--", "sh"), Optional.of("nobody"));

    Unprivileged {
        prefix = List.copyOf(prefix);
    }

    /**
     * For a server with this data folder: existing data keep their owner; for new data it is a user of its own, unless only
     * root can reach the folder.
     */
    static Unprivileged forDataIn(Path folder) {
        if (Users.current() != Users.ROOT) {
            return AS_WE_ARE;
        }
        boolean ownedByRoot = Files.exists(folder.resolve("PG_VERSION")) && Users.ownerOf(folder) == Users.ROOT;
        Optional<Path> obstacle = unreachable(folder);
        List<Unprivileged> ways = new ArrayList<>();
        if (!ownedByRoot && obstacle.isEmpty()) {
            ways.add(SETPRIV);
        }
        ways.add(UNSHARE);
        if (!ownedByRoot && obstacle.isEmpty()) {
            ways.add(SU);
        }
        return ways.stream()
                .filter(way -> OwnedProcess.canStart(way.prefix))
                .findFirst()
                .orElseThrow(() -> new TestbedException("Cannot start a server as root: it refuses root, and "
                        + (ways.contains(SETPRIV) ? "no way to another user works" : "only root can reach its data")
                        + ": tried="
                        + ways.stream().map(way -> way.prefix.get(0)).toList() + ", data=" + folder
                        + obstacle.map(path -> ", not open to others=" + path).orElse("")
                        + "; install util-linux (setpriv), choose a folder that uid " + NOBODY
                        + " can reach, or run the tests as a normal user"));
    }

    /** The first parent that other users may not enter. */
    private static Optional<Path> unreachable(Path folder) {
        for (Path parent = folder.getParent(); parent != null; parent = parent.getParent()) {
            try {
                if (Files.exists(parent)
                        && !Files.getPosixFilePermissions(parent).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                    return Optional.of(parent);
                }
            } catch (IOException e) {
                throw new TestbedException(
                        "Cannot use folder " + folder + ": its parents are not readable: " + e
                                + "; choose another folder",
                        e);
            }
        }
        return Optional.empty();
    }
}
