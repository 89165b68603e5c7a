package dev.weir.consistency;

import dev.weir.fault.FaultInjector;
import dev.weir.fault.Label;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Crashes the simulated process at the n-th label that it reaches, and counts which labels were reached at all. */
final class CrashPlan implements FaultInjector {
    private final Map<Label, Integer> reached = new EnumMap<>(Label.class);
    private long countdown = Long.MAX_VALUE;
    private @Nullable Label crashedAt;

    /** From now on, lets {@code labels} labels pass and crashes at the next one. */
    void crashAfter(long labels) {
        countdown = labels;
        crashedAt = null;
    }

    void neverCrash() {
        countdown = Long.MAX_VALUE;
        crashedAt = null;
    }

    @Override
    public void at(Label label) {
        if (crashedAt != null) {
            // Code that unwinds after the crash is not there any more.
            throw new SimulatedCrash("still crashed at " + crashedAt);
        }
        reached.merge(label, 1, Integer::sum);
        if (countdown-- == 0) {
            crashedAt = label;
            throw new SimulatedCrash("crashed at " + label);
        }
    }

    /** Where the process crashed, or null. */
    @Nullable
    Label crashedAt() {
        return crashedAt;
    }

    Map<Label, Integer> reached() {
        return reached;
    }
}
