package dev.weir.consistency.simulation;

import java.io.Serial;

/** The simulated process is dead. An error, so that no handler of the code under test takes it for one of its own failures. */
final class SimulatedCrash extends Error {
    @Serial
    private static final long serialVersionUID = 1L;

    SimulatedCrash() {
        super("the simulated process is dead", null, false, false);
    }
}
