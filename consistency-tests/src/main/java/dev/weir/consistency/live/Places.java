package dev.weir.consistency.live;

import dev.weir.fault.Label;
import dev.weir.sink.DeliveryStrategy;
import java.util.EnumSet;
import java.util.Set;

/** At which labels a process that delivers by a strategy can halt. */
final class Places {
    private static final Set<Label> OF_UNITS = EnumSet.of(Label.SEGMENT_BEFORE_APPEND, Label.COMMIT_BEFORE_RECORDED);
    private static final Set<Label> OF_SEGMENTS = EnumSet.of(Label.SEGMENT_BEFORE_FSYNC, Label.SEGMENT_AFTER_FSYNC);
    private static final Set<Label> OF_TRANSACTIONS =
            EnumSet.of(Label.PREPARE_BEFORE, Label.PREPARE_AFTER, Label.ABORT_BEFORE);
    /** A connector calls them, or does not. */
    private static final Set<Label> OF_CONNECTORS =
            EnumSet.of(Label.COMMIT_AFTER_LEDGER, Label.COMMIT_AFTER_RECORDS, Label.COMMIT_AFTER_COMMIT);
    /** They need a lost reply, or a long chain of state files. */
    private static final Set<Label> OF_OTHER_FAULTS = EnumSet.of(Label.IN_DOUBT_BEFORE_LOOKUP, Label.MERGE_AFTER_WRITE);

    private static final Set<Label> ONCE_A_START = EnumSet.of(
            Label.ATTEMPT_BEFORE_CLAIM,
            Label.ATTEMPT_AFTER_CLAIM,
            Label.RESTORE_AFTER_FENCE,
            Label.RESTORE_AFTER_LOAD,
            Label.ABORT_BEFORE);

    private Places() {}

    /** Those that the runtime passes whatever the sink is. */
    static Set<Label> required(DeliveryStrategy strategy) {
        Set<Label> labels = EnumSet.allOf(Label.class);
        labels.removeAll(OF_CONNECTORS);
        labels.removeAll(OF_OTHER_FAULTS);
        switch (strategy) {
            case WRITE_AHEAD_LOG -> labels.removeAll(OF_TRANSACTIONS);
            case TWO_PHASE -> labels.removeAll(OF_SEGMENTS);
            case TWO_PHASE_INSURED -> {
                // All of them.
            }
            case IDEMPOTENT, AT_LEAST_ONCE -> {
                labels.removeAll(OF_UNITS);
                labels.removeAll(OF_SEGMENTS);
                labels.removeAll(OF_TRANSACTIONS);
            }
        }
        return labels;
    }

    /** The same, and those that it may pass. */
    static Set<Label> possible(DeliveryStrategy strategy) {
        Set<Label> labels = required(strategy);
        if (labels.containsAll(OF_UNITS)) {
            labels.addAll(OF_CONNECTORS);
        }
        return labels;
    }

    /** Those that a process has reached although it need not. */
    static Set<Label> optional(Set<Label> reached) {
        Set<Label> labels = EnumSet.copyOf(OF_CONNECTORS);
        labels.addAll(OF_OTHER_FAULTS);
        labels.retainAll(reached);
        return labels;
    }

    /** In a transaction the ledger's entry is written only when an insured unit is written again. */
    static boolean needsCircumstances(Label label) {
        return label == Label.COMMIT_AFTER_LEDGER || OF_OTHER_FAULTS.contains(label);
    }

    static boolean isOnceAStart(Label label) {
        return ONCE_A_START.contains(label);
    }
}
