package dev.weir.checkpoint;

import java.io.IOException;
import java.io.Serial;

/** Somebody else holds the lock. */
public final class DiskLockedException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String holder;

    public DiskLockedException(String holder) {
        super("locked by " + holder);
        this.holder = holder;
    }

    /** What the holder said about itself. */
    public String holder() {
        return holder;
    }
}
