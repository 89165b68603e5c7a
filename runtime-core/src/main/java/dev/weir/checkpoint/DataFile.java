package dev.weir.checkpoint;

import dev.weir.state.FileRef;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A data file being written. Not thread-safe; may move between threads with a happens-before edge. Closing it without
 * {@link #finish} deletes it.
 */
public abstract class DataFile extends OutputStream {
    /**
     * Fsyncs the content, closes the file and returns its reference. The file's name is made durable by the checkpoint
     * that refers to it, once for all its files.
     *
     * @throws dev.weir.error.WeirException {@code CHECKPOINT_STORE}, as from the other methods
     */
    public abstract FileRef finish() throws IOException;
}
