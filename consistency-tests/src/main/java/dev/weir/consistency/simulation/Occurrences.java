package dev.weir.consistency.simulation;

import dev.weir.consistency.model.Rpc;
import dev.weir.fault.Label;

/** How often each label was reached and each request sent. */
@SuppressWarnings("EnumOrdinal") // counted at every step of every schedule
public final class Occurrences {
    private final int[] labels = new int[Label.values().length];
    private final int[] rpcs = new int[Rpc.values().length];

    public int of(Label label) {
        return labels[label.ordinal()];
    }

    public int of(Rpc rpc) {
        return rpcs[rpc.ordinal()];
    }

    /** Counts one more, and says which it is. */
    int count(Label label) {
        return ++labels[label.ordinal()];
    }

    int count(Rpc rpc) {
        return ++rpcs[rpc.ordinal()];
    }

    void add(Occurrences others) {
        for (int i = 0; i < labels.length; i++) {
            labels[i] += others.labels[i];
        }
        for (int i = 0; i < rpcs.length; i++) {
            rpcs[i] += others.rpcs[i];
        }
    }
}
