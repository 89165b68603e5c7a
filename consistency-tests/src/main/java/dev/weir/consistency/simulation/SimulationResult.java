package dev.weir.consistency.simulation;

import dev.weir.consistency.history.Conclusion;
import java.util.List;
import java.util.Set;

/**
 * What came out of one run.
 *
 * @param lives what each process reached, in order; further ones than planned if they were needed
 * @param fired the planned faults that happened
 * @param missed how many planned faults did not happen
 */
public record SimulationResult(
        Conclusion conclusion, List<Occurrences> lives, Set<Fault> fired, int missed, long steps) {
    public SimulationResult {
        lives = List.copyOf(lives);
        fired = Set.copyOf(fired);
    }

    /** What all processes reached together. */
    public Occurrences reached() {
        Occurrences all = new Occurrences();
        lives.forEach(all::add);
        return all;
    }
}
