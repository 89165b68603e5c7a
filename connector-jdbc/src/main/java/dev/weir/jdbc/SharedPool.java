package dev.weir.jdbc;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The pool of a sink while any of its shards or writers is open.
 *
 * <p><b>Threading:</b> safe from any thread.
 */
final class SharedPool {
    private final Supplier<ConnectionPool> factory;
    private @Nullable ConnectionPool pool;
    private int users;

    /** {@code factory} may take its time and throw: others wait meanwhile, and the next one tries again. */
    SharedPool(Supplier<ConnectionPool> factory) {
        this.factory = factory;
    }

    /** Each lease is to be given back once. */
    synchronized Lease lease() {
        ConnectionPool current = pool;
        if (current == null) {
            current = factory.get();
            pool = current;
        }
        users++;
        return new Lease(current);
    }

    private synchronized void giveBack() {
        users--;
        if (users == 0 && pool != null) {
            pool.close();
            pool = null;
        }
    }

    /** The right to use the pool. */
    final class Lease implements AutoCloseable {
        private final ConnectionPool leased;
        private boolean closed;

        private Lease(ConnectionPool leased) {
            this.leased = leased;
        }

        ConnectionPool pool() {
            return leased;
        }

        @Override
        public void close() {
            synchronized (SharedPool.this) {
                if (!closed) {
                    closed = true;
                    giveBack();
                }
            }
        }
    }
}
