package dev.weir.time;

/**
 * The only source of time. Production reads the system's clocks; the simulator owns a virtual one.
 *
 * <p><b>Threading:</b> safe from any thread.
 */
public interface Clock {
    /** Wall-clock time in milliseconds since the epoch; may jump. */
    long millis();

    /** Monotonic time in nanoseconds from an arbitrary origin. */
    long nanos();

    /** The system's clocks. */
    static Clock system() {
        return SystemClock.INSTANCE;
    }
}
