package dev.weir.consistency.suite;

import dev.weir.sink.DeliveryStrategy;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How a sink is to be verified.
 *
 * @param strategy the one to prove
 * @param duration how long chaos lasts after the cases that must always be tried; the whole takes longer
 * @param seed from which everything random is drawn
 * @param folder for checkpoints and servers' data; emptied case by case
 * @param classPath what the processes that run jobs need besides this one's class path to load the sink: jars and folders in the
 *     notation of {@code java -cp}, or empty
 */
public record VerificationOptions(
        DeliveryStrategy strategy, Duration duration, long seed, Path folder, String classPath) {
    /** For a sink on this process's class path. */
    public VerificationOptions(DeliveryStrategy strategy, Duration duration, long seed, Path folder) {
        this(strategy, duration, seed, folder, "");
    }
}
