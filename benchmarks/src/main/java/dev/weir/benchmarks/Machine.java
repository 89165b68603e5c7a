package dev.weir.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What Linux says about this process and its surroundings. */
public final class Machine {
    private static final long NANOS_PER_TICK = 10_000_000;
    /** The fields of /proc/stat's first line that are not idle time: user, nice, system, irq, softirq, steal. */
    private static final int[] BUSY_FIELDS = {1, 2, 3, 6, 7, 8};

    private Machine() {}

    /** CPU time that this process has used, in nanoseconds. */
    public static long processNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    /** CPU time that the whole machine has used, in nanoseconds. */
    public static long busyNanos() {
        String[] fields = lines("/proc/stat").get(0).split(" +", -1);
        long ticks = 0;
        for (int field : BUSY_FIELDS) {
            ticks += Long.parseLong(fields[field]);
        }
        return ticks * NANOS_PER_TICK;
    }

    /** The most memory that this process has ever occupied, in MiB. */
    public static long peakResidentMegabytes() {
        return lines("/proc/self/status").stream()
                .filter(line -> line.startsWith("VmHWM"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }

    /** When this process was started, in milliseconds since the epoch: system property {@code t0}, else the JVM's start. */
    public static long startMillis() {
        Long given = Long.getLong("t0");
        return given == null ? ManagementFactory.getRuntimeMXBean().getStartTime() : given;
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot measure: " + file + " is not readable; run on Linux", e);
        }
    }
}
