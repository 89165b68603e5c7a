package dev.weir.consistency;

import dev.weir.fault.FaultInjector;
import dev.weir.fault.Label;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Crashes the simulated process at the n-th time that it reaches a label, and counts which labels were reached at all. */
final class CrashPlan implements FaultInjector {
    private final Map<Label, Integer> reached;
    private @Nullable Label chosen;
    private int countdown;
    private @Nullable Label crashedAt;

    /** Adds to {@code reached} how often each label is reached. */
    CrashPlan(Map<Label, Integer> reached) {
        this.reached = reached;
    }

    /** From now on, lets the label pass {@code times} times and crashes at the next. */
    void crashAt(Label label, int times) {
        chosen = label;
        countdown = times;
        crashedAt = null;
    }

    void neverCrash() {
        chosen = null;
        crashedAt = null;
    }

    @Override
    public void at(Label label) {
        if (crashedAt != null) {
            // Code that unwinds after the crash is not there any more.
            throw new SimulatedCrash("still crashed at " + crashedAt);
        }
        reached.merge(label, 1, Integer::sum);
        if (label == chosen && countdown-- == 0) {
            crashedAt = label;
            throw new SimulatedCrash("crashed at " + label);
        }
    }

    /** Where the process crashed, or null. */
    @Nullable
    Label crashedAt() {
        return crashedAt;
    }
}
