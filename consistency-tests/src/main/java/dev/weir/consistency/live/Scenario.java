package dev.weir.consistency.live;

import dev.weir.consistency.suite.CaseResult;
import dev.weir.consistency.suite.Engine;
import java.util.List;

/** Something that is tried with real processes. */
interface Scenario {
    /** For reports. */
    String name();

    /** Which part of the suite it belongs to. */
    default Engine engine() {
        return Engine.REAL_SERVERS;
    }

    /**
     * Tries it.
     *
     * @throws Bounded.StuckException if something hung
     */
    List<CaseResult> run(Bench bench) throws Exception;
}
