package dev.weir.state;

import java.io.IOException;
import java.io.OutputStream;

/**
 * The synchronous copy of the entries that one checkpoint has to write.
 *
 * <p><b>Threading:</b> made in the task's thread, then handed over to the thread that writes it.
 */
public interface KeyedSnapshot {
    /** Whether it holds everything, so that the chain starts anew, rather than the changes since the confirmed one. */
    boolean full();

    /** Whether nothing changed: no file needs to be written. Never true when {@link #full()} and there is any state. */
    boolean empty();

    /** Writes the state file's bytes. */
    void writeTo(OutputStream out) throws IOException;
}
