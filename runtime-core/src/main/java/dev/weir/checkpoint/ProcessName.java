package dev.weir.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What a lock says about its holder. */
final class ProcessName {
    private static final Path LINUX_HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    private ProcessName() {}

    /** For example {@code process 4711 on host db1}. */
    static String read() {
        return "process " + ProcessHandle.current().pid() + " on host " + host();
    }

    /** Not by {@code InetAddress}, which may wait for a name server. */
    private static String host() {
        try {
            return Files.readString(LINUX_HOST_NAME).strip();
        } catch (IOException e) {
            return Optional.ofNullable(System.getenv("HOSTNAME"))
                    .or(() -> Optional.ofNullable(System.getenv("COMPUTERNAME")))
                    .orElse("unknown");
        }
    }
}
