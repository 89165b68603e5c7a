package dev.weir.consistency;

import java.io.Serial;

/** The simulated process died. An error, so that no handler of the code under test takes it for one of its own failures. */
final class SimulatedCrash extends Error {
    @Serial
    private static final long serialVersionUID = 1L;

    SimulatedCrash(String message) {
        super(message, null, false, false);
    }
}
