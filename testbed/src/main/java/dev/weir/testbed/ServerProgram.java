package dev.weir.testbed;

import java.util.OptionalInt;

/**
 * What an {@link OwnedServer} has to know about the kind of server that it runs.
 *
 * <p><b>Threading.</b> Called by one thread at a time, except for {@link #clearAfterKill} and {@link #strays} at the JVM's end.
 * All calls may block.
 */
interface ServerProgram {

    /** Its name in messages. */
    String product();

    /** The port that it must have; empty for any free one. */
    OptionalInt wantedPort();

    /** Whether its data outlive it, so that it must end in order. */
    boolean keepsData();

    /** The signal upon which it ends in order. */
    String stopSignal();

    /** Makes its data if there are none. */
    void initialise();

    /** Starts it and waits until it accepts connections. If it does not, it is gone when this throws. */
    Running launch(int port);

    /** Its processes that are perhaps nobody's children any more. */
    ProcessTree strays();

    /** Removes what a killed server leaves and a new one would stumble over. */
    void clearAfterKill();

    /** A server that is ready. The pid is that of its main process, which may be a child of the one that was started. */
    record Running(OwnedProcess process, long pid) {}
}
