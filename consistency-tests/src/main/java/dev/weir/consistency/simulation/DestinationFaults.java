package dev.weir.consistency.simulation;

import dev.weir.consistency.model.ModelDestination;
import java.util.random.RandomGenerator;

/** What a destination can do wrong on its own. */
final class DestinationFaults {
    private static final long LONGER_THAN_ANY_TIMEOUT = Long.MAX_VALUE / 4;

    private DestinationFaults() {}

    static void happen(Fault.Kind kind, ModelDestination destination, RandomGenerator random) {
        if (kind == Fault.Kind.EXPIRE) {
            destination.timePassed(LONGER_THAN_ANY_TIMEOUT);
        }
    }
}
