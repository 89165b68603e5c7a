package dev.weir.consistency.subject;

import dev.weir.consistency.history.OutputRecord;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.testbed.FaultProxy;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The destination of a {@link SinkUnderTest} while the suite runs. What the suite may do to it is said by {@link SupportsOutages}
 * and {@link SupportsWire}; what else can be seen in it by {@link SupportsInDoubt}.
 *
 * <p><b>Lifecycle:</b> {@link #prepare} before every case; {@link #close}. <b>Threading:</b> any thread, several at once. <b>Errors:</b>
 * while the destination is down, {@link #read} throws whatever it likes; the suite looks again later.
 */
@SuppressWarnings("try") // close() may be interrupted like any other call
public interface Destination extends AutoCloseable {
    /** How a sink finds it, for example a JDBC URL with user and password. */
    String address();

    /** Empties it: no record, no ledger, no transaction of an earlier case is left. */
    void prepare(DeliveryStrategy strategy) throws Exception;

    /**
     * Passes on every record that a committed reader sees now, in the order in which they became visible if there is one. All of
     * it is one consistent snapshot if the destination can give one.
     */
    void read(Consumer<OutputRecord> reader) throws Exception;

    /** Whether each {@link #read} is one consistent snapshot. If not, whole units are judged only while nobody writes. */
    default boolean readsSnapshots() {
        return true;
    }

    /** The servers and drivers in use, each with its version, for reports. */
    default Map<String, String> versions() throws Exception {
        return Map.of();
    }

    @Override
    void close() throws Exception;

    /** Transactions can be left in doubt there. */
    interface SupportsInDoubt {
        /** The names of all that are open or prepared. */
        List<String> inDoubt() throws Exception;

        /** Whether it ends those by itself, after a time that a test can wait for. */
        default boolean endsThem() {
            return false;
        }
    }

    /** The suite may kill, freeze and restart it. */
    interface SupportsOutages {
        /** Crashes it in one instant. */
        void kill() throws Exception;

        /** Freezes it; connections stay open. */
        void pause() throws Exception;

        void resume() throws Exception;

        /** Starts it again with the same data and address. */
        void restart() throws Exception;
    }

    /** It is reached by TCP, so that a proxy can lose requests and replies. */
    interface SupportsWire {
        /** Where it listens on 127.0.0.1. */
        int port();

        /**
         * The proxy that stands before it for good, if its clients go where it says that it is. Null where one can be put before it
         * case by case.
         */
        default @Nullable FaultProxy proxy() {
            return null;
        }

        /** The address that leads there by another port. */
        String addressBy(int port);

        /** Places on the wire that matter to a strategy: a commit whose request or reply is lost, for example. */
        List<dev.weir.testbed.CutPoint> cutPoints(DeliveryStrategy strategy);
    }
}
