package dev.weir.kafka;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the shards and writers of a sink share while any of them is open.
 *
 * <p><b>Threading:</b> safe from any thread.
 */
final class SharedCluster {
    private final Supplier<SinkCluster> factory;
    private @Nullable SinkCluster cluster;
    private int users;

    /** {@code factory} may take its time and throw: others wait meanwhile, and the next one tries again. */
    SharedCluster(Supplier<SinkCluster> factory) {
        this.factory = factory;
    }

    /** Each lease is to be given back once. */
    synchronized Lease lease() {
        SinkCluster current = cluster;
        if (current == null) {
            current = factory.get();
            cluster = current;
        }
        users++;
        return new Lease(current);
    }

    private synchronized void giveBack() {
        users--;
        if (users == 0 && cluster != null) {
            cluster.close();
            cluster = null;
        }
    }

    /** The right to use it. */
    final class Lease implements AutoCloseable {
        private final SinkCluster leased;
        private boolean closed;

        private Lease(SinkCluster leased) {
            this.leased = leased;
        }

        SinkCluster cluster() {
            return leased;
        }

        @Override
        public void close() {
            synchronized (SharedCluster.this) {
                if (!closed) {
                    closed = true;
                    giveBack();
                }
            }
        }
    }
}
