package dev.weir.consistency.live;

import dev.weir.consistency.subject.Destination;
import dev.weir.consistency.subject.SinkUnderTest;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A destination that was started for a run, by calls that cannot hang.
 *
 * <p><b>Threading:</b> one thread.
 */
public final class RunningDestination implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningDestination.class);
    /** The first start of a server may have to unpack it. */
    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    private static final Duration CALL_LIMIT = Duration.ofSeconds(60);

    private final Destination destination;

    private RunningDestination(Destination destination) {
        this.destination = destination;
    }

    /** @throws Exception why it cannot be started: what its code threw, or that it does not come to an end */
    public static RunningDestination start(SinkUnderTest sink) throws Exception {
        return start(sink, START_LIMIT);
    }

    static RunningDestination start(SinkUnderTest sink, Duration limit) throws Exception {
        return new RunningDestination(Bounded.call("start the destination", limit, sink::start));
    }

    public Destination destination() {
        return destination;
    }

    /** Nothing if it does not say. */
    public Map<String, String> versions() throws InterruptedException {
        try {
            return Bounded.call("ask for versions", CALL_LIMIT, destination::versions);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            return Map.of("destination", "does not tell its version: " + e);
        }
    }

    /** A failure changes no verdict any more. */
    @Override
    public void close() throws InterruptedException {
        try {
            Bounded.run("close the destination", CALL_LIMIT, destination::close);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            LOG.warn("Cannot close the destination; what it left behind has to be removed by hand", e);
        }
    }
}
