package dev.weir.testbed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One look at {@code /proc/<pid>/stat}, see proc(5). The start time (clock ticks since boot) tells a process from a later
 * one with the same pid.
 */
record ProcessStat(long pid, String name, char state, long parent, long startTicks) {

    private static final Path PROC = Path.of("/proc");

    static Optional<ProcessStat> read(long pid) {
        try {
            return Optional.of(parse(Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static List<ProcessStat> all() {
        List<ProcessStat> all = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path folder : folders) {
                read(Long.parseLong(folder.getFileName().toString())).ifPresent(all::add);
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw new TestbedException(
                    "Cannot look at the running processes: /proc is not readable: " + e + "; mount it", e);
        }
        return all;
    }

    static ProcessStat parse(String line) {
        // The name stands in brackets and may itself hold blanks and brackets.
        int open = line.indexOf('(');
        int close = line.lastIndexOf(')');
        String[] rest = line.substring(close + 2).split(" ", -1);
        return new ProcessStat(
                Long.parseLong(line.substring(0, open - 1)),
                line.substring(open + 1, close),
                rest[0].charAt(0),
                Long.parseLong(rest[1]),
                Long.parseLong(rest[19]));
    }

    /** The same process now; empty if it is gone, where a zombie that nobody has reaped yet counts as gone. */
    Optional<ProcessStat> now() {
        return read(pid).filter(stat -> stat.startTicks == startTicks).filter(stat -> !stat.isDead());
    }

    boolean isGone() {
        return now().isEmpty();
    }

    boolean isStoppedOrGone() {
        return now().map(stat -> stat.state == 'T' || stat.state == 't').orElse(true);
    }

    boolean isDead() {
        return state == 'Z' || state == 'X';
    }

    /** Whether its working directory is this one; false too if we may not know. */
    boolean worksIn(Path folder) {
        try {
            return Files.readSymbolicLink(PROC.resolve(pid + "/cwd")).equals(folder);
        } catch (IOException e) {
            return false;
        }
    }
}
