package dev.weir.exec;

import dev.weir.checkpoint.CheckpointStore;
import dev.weir.delivery.Deliveries;
import dev.weir.delivery.Delivery;
import dev.weir.delivery.DeliveryContext;
import dev.weir.fault.FaultInjector;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.sink.Sink;
import dev.weir.time.Clock;
import java.util.function.Supplier;

/**
 * Everything through which the outside world, and with it chance, enters the runtime.
 *
 * @param store opens the job's checkpoint store; once for each process
 * @param deliveries makes the strategy of a sink; a test puts a broken one in its place
 */
public record ExecutionPorts(
        Clock clock, FaultInjector faults, Supplier<CheckpointStore> store, DeliveryFactory deliveries) {
    /** The strategies of the delivery package. */
    public static final DeliveryFactory REAL_DELIVERIES = Deliveries::of;

    /** With the real strategies. */
    public ExecutionPorts(Clock clock, FaultInjector faults, Supplier<CheckpointStore> store) {
        this(clock, faults, store, REAL_DELIVERIES);
    }

    /** Makes the strategy of one subtask of a sink. */
    @FunctionalInterface
    public interface DeliveryFactory {
        Delivery<Object> create(Sink<Object> sink, DeliveryStrategy strategy, DeliveryContext context);
    }
}
