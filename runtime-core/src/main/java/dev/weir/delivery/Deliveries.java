package dev.weir.delivery;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.sink.Sink;
import dev.weir.sink.SupportsTwoPhaseCommit;
import dev.weir.sink.SupportsWriteAheadLog;
import dev.weir.sink.SupportsWriter;

/** Chooses and makes the delivery of a sink. */
public final class Deliveries {
    private Deliveries() {}

    /**
     * The strongest strategy that the sink supports.
     *
     * @throws WeirException {@code INVALID_JOB} if it supports none
     */
    public static DeliveryStrategy strategyOf(Sink<?> sink) {
        if (sink instanceof SupportsWriteAheadLog<?>) {
            return DeliveryStrategy.WRITE_AHEAD_LOG;
        }
        if (sink instanceof SupportsTwoPhaseCommit<?>) {
            return DeliveryStrategy.TWO_PHASE;
        }
        if (sink instanceof SupportsWriter<?>) {
            return DeliveryStrategy.AT_LEAST_ONCE;
        }
        throw new WeirException(
                ErrorCode.INVALID_JOB,
                "Cannot deliver to sink " + sink.kind() + ": it supports no strategy: class "
                        + sink.getClass().getName()
                        + "; implement SupportsWriteAheadLog, SupportsTwoPhaseCommit or SupportsWriter");
    }

    /** By the {@linkplain #strategyOf strongest} strategy. */
    public static <T> Delivery<T> of(Sink<T> sink, DeliveryContext context) {
        return of(sink, strategyOf(sink), context);
    }

    /**
     * By the strategy that the job names.
     *
     * @throws WeirException {@code INVALID_JOB} if the sink does not support it
     */
    public static <T> Delivery<T> of(Sink<T> sink, DeliveryStrategy strategy, DeliveryContext context) {
        if (strategy == DeliveryStrategy.WRITE_AHEAD_LOG && sink instanceof SupportsWriteAheadLog<T> logged) {
            return new WriteAheadLogDelivery<>(logged, context);
        }
        if (strategy == DeliveryStrategy.TWO_PHASE && sink instanceof SupportsTwoPhaseCommit<T> transactional) {
            return new TwoPhaseDelivery<>(transactional, context);
        }
        if (strategy == DeliveryStrategy.AT_LEAST_ONCE && sink instanceof SupportsWriter<T> writable) {
            return new AtLeastOnceDelivery<>(writable, context);
        }
        throw new WeirException(
                ErrorCode.INVALID_JOB,
                "Cannot deliver to " + context.describeSink() + ": " + sink.kind() + " does not support the strategy: "
                        + strategy + "; use " + strategyOf(sink));
    }
}
