package dev.weir.consistency.checker;

import dev.weir.consistency.history.Event;

/** Judges what a reader sees of one sink. */
interface SinkCheck {
    void appeared(Event.Appeared event);

    void vanished(Event.Vanished event);

    /** What stands before this in the history happened before the look. */
    void settle();

    /** An attempt is over: what it did happened before the next look, but perhaps after one that is under way. */
    void attemptEnded();

    void lookEnded(Event.LookEnded event);

    /** Nobody writes any more from here on. */
    void quiet();

    /** Whether something was found that is reported only at the end. */
    boolean isDamaged();

    /** Reports what could not be decided before the end. */
    void conclude();

    /** The first input from this one on of the partition whose output is not there, or -1. */
    long firstMissing(int partition, long from);

    /** Whether an input's output, or a newer one that stands for it, is there. */
    boolean has(int partition, long offset);
}
