package dev.weir.sink;

import dev.weir.guarantee.Guarantee;
import java.util.ArrayList;
import java.util.List;

/** How records come to a destination. */
public enum DeliveryStrategy {
    /** Kept in the checkpoint, applied together with a ledger entry when it is complete. */
    WRITE_AHEAD_LOG(Guarantee.EXACTLY_ONCE, "whole units, when their checkpoint is complete") {
        @Override
        boolean isImplementedBy(Sink<?> sink) {
            return sink instanceof SupportsWriteAheadLog<?>;
        }
    },
    /** {@link #TWO_PHASE}, and written again from a segment if the destination lost the transaction. */
    TWO_PHASE_INSURED(Guarantee.EXACTLY_ONCE, "whole units, when their checkpoint is complete") {
        @Override
        boolean isImplementedBy(Sink<?> sink) {
            return sink instanceof SupportsTwoPhaseCommit<?> && sink instanceof SupportsWriteAheadLog<?>;
        }
    },
    /**
     * Written into a transaction that is prepared at the barrier and committed when the checkpoint is complete. Exactly
     * once as long as the destination keeps its prepared transactions.
     */
    TWO_PHASE(Guarantee.EXACTLY_ONCE, "whole units, when their checkpoint is complete") {
        @Override
        boolean isImplementedBy(Sink<?> sink) {
            return sink instanceof SupportsTwoPhaseCommit<?>;
        }
    },
    /** Written early with deterministic keys and a version guard: a replay overwrites equal values, never newer ones. */
    IDEMPOTENT(Guarantee.EXACTLY_ONCE, "single records, before their checkpoint is complete; they never go back") {
        @Override
        boolean isImplementedBy(Sink<?> sink) {
            return sink instanceof SupportsIdempotentWriter<?>;
        }
    },
    /** Written as records come and flushed at the barrier: after a failure some arrive again. */
    AT_LEAST_ONCE(Guarantee.AT_LEAST_ONCE, "single records, before their checkpoint is complete; some may come twice") {
        @Override
        boolean isImplementedBy(Sink<?> sink) {
            return sink instanceof SupportsWriter<?>;
        }
    };

    private final Guarantee guarantee;
    private final String visibility;

    DeliveryStrategy(Guarantee guarantee, String visibility) {
        this.guarantee = guarantee;
        this.visibility = visibility;
    }

    /** What it gives if everything around it holds. */
    public Guarantee guarantee() {
        return guarantee;
    }

    /** What a reader of the destination sees, and when. */
    public String visibility() {
        return visibility;
    }

    abstract boolean isImplementedBy(Sink<?> sink);

    /** What the sink's interfaces allow, the strongest first. */
    static List<DeliveryStrategy> implementedBy(Sink<?> sink) {
        List<DeliveryStrategy> strategies = new ArrayList<>();
        for (DeliveryStrategy strategy : values()) {
            if (strategy.isImplementedBy(sink)) {
                strategies.add(strategy);
            }
        }
        return List.copyOf(strategies);
    }
}
