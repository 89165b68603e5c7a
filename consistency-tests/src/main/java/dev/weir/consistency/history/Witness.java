package dev.weir.consistency.history;

import java.util.List;

/**
 * The few events that prove a violation, in order, each in the lane of who did it: an attempt, the checkpoint store, a reader.
 */
public record Witness(List<Step> steps) {
    public Witness {
        steps = List.copyOf(steps);
    }

    /**
     * One event.
     *
     * @param lane for example {@code attempt 2}, {@code store}, {@code reader}
     */
    public record Step(long nanos, String lane, String text) {}
}
