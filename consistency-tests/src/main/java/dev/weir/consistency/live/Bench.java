package dev.weir.consistency.live;

import dev.weir.consistency.subject.Destination;
import dev.weir.consistency.subject.SinkUnderTest;
import dev.weir.consistency.suite.VerificationProgress;
import dev.weir.sink.DeliveryStrategy;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What is proven, and with what.
 *
 * @param destination runs; one case at a time uses it
 * @param folder for checkpoints and journals; emptied case by case
 * @param classPath what processes need besides our own class path to load the sink, or empty
 */
public record Bench(
        SinkUnderTest sink,
        Destination destination,
        DeliveryStrategy strategy,
        LiveSettings settings,
        long seed,
        Path folder,
        String classPath,
        VerificationProgress progress) {
    Bench withSettings(LiveSettings others) {
        return new Bench(sink, destination, strategy, others, seed, folder, classPath, progress);
    }

    /** For reports, for example {@code jdbc-postgresql TWO_PHASE}. */
    String subject() {
        return sink.name() + " " + strategy;
    }

    /** What to type to see a case of this again. */
    String reproduce() {
        return "weir verify --sink " + sink.name() + " --strategy "
                + strategy.name().toLowerCase(Locale.ROOT).replace('_', '-') + " --seed " + seed;
    }
}
