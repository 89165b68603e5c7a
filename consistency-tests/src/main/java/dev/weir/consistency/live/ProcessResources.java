package dev.weir.consistency.live;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process has in use. */
final class ProcessResources {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private ProcessResources() {}

    static Report.Counted now() {
        return new Report.Counted(Thread.getAllStackTraces().size(), sockets());
    }

    /** 0 where the system does not tell. */
    private static int sockets() {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return 0;
        }
        int sockets = 0;
        try (DirectoryStream<Path> open = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path descriptor : open) {
                sockets += isSocket(descriptor) ? 1 : 0;
            }
        } catch (IOException e) {
            return 0;
        }
        return sockets;
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException e) {
            // It was closed meanwhile.
            return false;
        }
    }
}
