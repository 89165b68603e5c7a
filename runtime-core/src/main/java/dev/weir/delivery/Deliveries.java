package dev.weir.delivery;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.sink.ExplainsStrategies;
import dev.weir.sink.Sink;
import dev.weir.sink.SupportsIdempotentWriter;
import dev.weir.sink.SupportsTwoPhaseCommit;
import dev.weir.sink.SupportsWriteAheadLog;
import dev.weir.sink.SupportsWriter;
import java.util.List;

/** Chooses and makes the delivery of a sink. */
public final class Deliveries {
    private Deliveries() {}

    /**
     * The strategy that the sink prefers.
     *
     * @throws WeirException {@code INVALID_JOB} if it supports none
     */
    public static DeliveryStrategy strategyOf(Sink<?> sink) {
        List<DeliveryStrategy> strategies = sink.strategies();
        if (strategies.isEmpty()) {
            throw new WeirException(
                    ErrorCode.INVALID_JOB,
                    "Cannot deliver to sink " + sink.kind() + ": it supports no strategy: class "
                            + sink.getClass().getName()
                            + "; implement SupportsWriteAheadLog, SupportsTwoPhaseCommit, SupportsIdempotentWriter or"
                            + " SupportsWriter");
        }
        return strategies.get(0);
    }

    /**
     * The strategy that the job names, if the sink can do it.
     *
     * @throws WeirException {@code INVALID_JOB} if it cannot
     */
    public static DeliveryStrategy require(Sink<?> sink, DeliveryStrategy wanted) {
        if (!sink.strategies().contains(wanted)) {
            String reason = sink instanceof ExplainsStrategies knowing ? knowing.whyNot(wanted) : null;
            throw new WeirException(
                    ErrorCode.INVALID_JOB,
                    "Cannot deliver to sink " + sink.kind() + " by " + wanted + ": "
                            + (reason == null ? unsupportedBy(sink) : reason));
        }
        return wanted;
    }

    private static String unsupportedBy(Sink<?> sink) {
        return "as it is configured it does not support this strategy: it supports " + sink.strategies()
                + "; choose one of these";
    }

    /**
     * A delivery by a strategy.
     *
     * @throws WeirException {@code INVALID_JOB} if the sink does not support it
     */
    public static <T> Delivery<T> of(Sink<T> sink, DeliveryStrategy strategy, DeliveryContext context) {
        require(sink, strategy);
        SupportsWriteAheadLog<T> logged = sink instanceof SupportsWriteAheadLog<T> able ? able : null;
        SupportsTwoPhaseCommit<T> transactional = sink instanceof SupportsTwoPhaseCommit<T> able ? able : null;
        if (strategy == DeliveryStrategy.WRITE_AHEAD_LOG && logged != null) {
            return new UnitDelivery<>(strategy, logged, null, context);
        }
        if (strategy == DeliveryStrategy.TWO_PHASE && transactional != null) {
            return new UnitDelivery<>(strategy, logged, transactional, context);
        }
        if (strategy == DeliveryStrategy.TWO_PHASE_INSURED && logged != null && transactional != null) {
            return new UnitDelivery<>(strategy, logged, transactional, context);
        }
        if (strategy == DeliveryStrategy.IDEMPOTENT && sink instanceof SupportsIdempotentWriter<T> idempotent) {
            return new WriterDelivery<>(idempotent::createIdempotentWriter, context);
        }
        if (strategy == DeliveryStrategy.AT_LEAST_ONCE && sink instanceof SupportsWriter<T> writable) {
            return new WriterDelivery<>(writable::createWriter, context);
        }
        throw new WeirException(
                ErrorCode.INVALID_JOB,
                "Cannot deliver to " + context.describeSink() + ": " + sink.kind() + " claims to support " + strategy
                        + " without its interface: class " + sink.getClass().getName()
                        + "; correct its strategies()");
    }
}
