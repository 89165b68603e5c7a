package dev.weir.testbed;

/** How a connection ends. */
public enum Cut {
    /** In order: the other side reads all that was sent, then the end of the stream (TCP FIN). */
    FINISH,
    /** At once: the other side's next read or write fails (TCP RST). */
    RESET,
    /** Not at all: the connection stays open, but nothing that is sent ever arrives, as if the cable were pulled. */
    SILENCE,
    /** Not at all, only late: nothing goes through the proxy until {@link FaultProxy#heal}, then everything arrives. */
    HOLD
}
