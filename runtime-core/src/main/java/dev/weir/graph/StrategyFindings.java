package dev.weir.graph;

import dev.weir.guarantee.Finding;
import dev.weir.guarantee.Guarantee;
import dev.weir.sink.DeliveryStrategy;
import java.util.Optional;

/** What each strategy gives, and why. */
final class StrategyFindings {
    private StrategyFindings() {}

    static Finding of(Step.SinkStep sink) {
        DeliveryStrategy strategy = sink.strategy();
        return new Finding(strategy.guarantee(), strategy.name(), reason(strategy), mend(sink));
    }

    static boolean keepsLedger(DeliveryStrategy strategy) {
        return strategy == DeliveryStrategy.WRITE_AHEAD_LOG
                || strategy == DeliveryStrategy.TWO_PHASE
                || strategy == DeliveryStrategy.TWO_PHASE_INSURED;
    }

    private static String reason(DeliveryStrategy strategy) {
        return switch (strategy) {
            case WRITE_AHEAD_LOG -> "the checkpoint holds the records; they and their ledger entry become one commit";
            case TWO_PHASE_INSURED ->
                "a prepared transaction holds the records, and the checkpoint again if it is lost";
            case TWO_PHASE -> "a prepared transaction holds the records as long as the destination keeps it";
            case IDEMPOTENT -> "a record that comes again overwrites an equal value, never a newer one";
            case AT_LEAST_ONCE -> "what was written since the last checkpoint is written again after a failure";
        };
    }

    private static String mend(Step.SinkStep sink) {
        if (sink.strategy().guarantee() == Guarantee.EXACTLY_ONCE) {
            return "";
        }
        Optional<DeliveryStrategy> stronger = sink.sink().strategies().stream()
                .filter(strategy -> strategy.guarantee() == Guarantee.EXACTLY_ONCE)
                .findFirst();
        return stronger.isPresent()
                ? "choose strategy " + stronger.get()
                : "use a sink with a ledger, transactions or keys; "
                        + sink.sink().kind() + " has none";
    }
}
