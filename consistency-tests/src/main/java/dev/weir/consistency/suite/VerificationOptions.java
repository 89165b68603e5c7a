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
 */
public record VerificationOptions(DeliveryStrategy strategy, Duration duration, long seed, Path folder) {}
