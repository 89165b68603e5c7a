package dev.weir.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Numeric user ids, which unlike names always exist. */
final class Users {

    static final int ROOT = 0;

    private Users() {}

    static int current() {
        return ownerOf(Path.of("/proc/self/stat"));
    }

    static int ownerOf(Path path) {
        try {
            return (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw new TestbedException(
                    "Cannot find the owner of " + path + ": it is not readable: " + e + "; check that it exists", e);
        }
    }

    static void makeOwner(Path path, String user) {
        try {
            Files.setOwner(
                    path, path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user));
        } catch (IOException e) {
            throw new TestbedException(
                    "Cannot give " + path + " to user " + user + ": " + e + "; check its file system", e);
        }
    }
}
