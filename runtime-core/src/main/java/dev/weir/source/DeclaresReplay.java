package dev.weir.source;

import dev.weir.guarantee.Finding;

/**
 * A source that says how well it gives the same records again. One that says nothing is taken to do what {@link Source}
 * asks: to read on from any position that a checkpoint holds.
 */
public interface DeclaresReplay {
    /**
     * What a failure does to records that were read and are not in a complete checkpoint: exactly once if they are all read
     * again, at most once if they are gone, at least once if others are read again too.
     *
     * <p><b>Threading:</b> any thread; looks at nothing outside the process.
     */
    Finding replay();
}
