package dev.weir.fault;

/**
 * Called at every {@link Label} of the protocol. In production it does nothing; a test crashes, pauses or fails there.
 *
 * <p><b>Threading:</b> called from whichever thread runs the protocol step, possibly several at once; it may block or
 * throw, and what it throws is treated as a failure of that step.
 */
@FunctionalInterface
public interface FaultInjector {
    /** The injector of production: nothing ever happens. */
    FaultInjector NONE = label -> {};

    void at(Label label);
}
