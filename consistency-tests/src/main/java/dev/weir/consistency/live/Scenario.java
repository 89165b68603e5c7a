package dev.weir.consistency.live;

import dev.weir.consistency.suite.CaseResult;
import java.util.List;

/** Something that is tried with real processes. */
interface Scenario {
    /** For reports. */
    String name();

    /**
     * Tries it.
     *
     * @throws Bounded.StuckException if something hung
     */
    List<CaseResult> run(Bench bench) throws Exception;
}
