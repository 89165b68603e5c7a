package dev.weir.source;

import dev.weir.time.Clock;

/** What a source may know when it plans its splits. */
public interface SplitPlanContext {
    /** The number of readers; a source whose splits are free to choose makes at least as many. */
    int parallelism();

    Clock clock();
}
