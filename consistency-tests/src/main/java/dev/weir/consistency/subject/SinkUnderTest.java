package dev.weir.consistency.subject;

import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.history.Promise;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.sink.Sink;
import java.util.List;

/**
 * A sink that is to be proven. The suite makes it anew in every process that runs a job: the class must be public with a public
 * constructor without parameters, and must keep nothing.
 *
 * <p><b>Threading:</b> any thread.
 */
public interface SinkUnderTest {
    /** For reports, for example {@code jdbc-postgresql}. */
    String name();

    /** The strategies that are to be proven. */
    List<DeliveryStrategy> strategies();

    /** What is promised by a strategy. */
    default Promise promise(DeliveryStrategy strategy) {
        return Promise.of(strategy);
    }

    /** Starts the destination, or connects to one that runs; in the suite's process, once for a run. */
    Destination start() throws Exception;

    /** Makes the sink, in the process that runs the job. {@code address} is {@link Destination#address}, or leads there by a proxy. */
    Sink<OutputRecord> create(String address, DeliveryStrategy strategy) throws Exception;
}
