package dev.weir.benchmarks;

/** Measures time and CPU use of one run. */
public final class Stopwatch {
    private final long startNanos;
    private final long processAtStart = Machine.processNanos();
    private final long machineAtStart = Machine.busyNanos();
    private long nanos;
    private long processNanos;
    private long machineNanos;

    /** Runs since then, by the clock of {@link System#nanoTime}. */
    public Stopwatch(long startNanos) {
        this.startNanos = startNanos;
    }

    public void stop() {
        nanos = System.nanoTime() - startNanos;
        processNanos = Machine.processNanos() - processAtStart;
        machineNanos = Machine.busyNanos() - machineAtStart;
    }

    public void report(ResultLine line, long records) {
        line.put("cpuSec", processNanos / 1e9)
                .put("otherCores", Math.max(0, machineNanos - processNanos) / (double) nanos)
                .put("records", records)
                .put("seconds", nanos / 1e9)
                .put("recordsPerSec", Math.round(records * 1e9 / nanos))
                .put("cpuNsPerRec", (double) processNanos / records);
    }
}
