package dev.weir.consistency.contract;

import java.util.concurrent.CountDownLatch;

/** What is wrong with the life of a port. */
final class ShelfPort {
    private final Shelf shelf;
    private final CountDownLatch forever = new CountDownLatch(1);
    private boolean closed;

    ShelfPort(Shelf shelf) {
        this.shelf = shelf;
        if (shelf.makes(Flaw.THREAD_STAYS)) {
            Thread thread = new Thread(this::stay, "shelf-port");
            thread.setDaemon(false);
            thread.start();
        }
    }

    private void stay() {
        try {
            forever.await(10, java.util.concurrent.TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void close() {
        if (closed && shelf.makes(Flaw.SECOND_CLOSE_THROWS)) {
            throw new IllegalStateException("already closed");
        }
        closed = true;
    }
}
