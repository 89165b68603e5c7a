package dev.weir.checkpoint;

import java.io.IOException;

/** An exclusive lock that is held until it is closed or its process dies. Closing it again does nothing. */
public interface DiskLock extends AutoCloseable {
    @Override
    void close() throws IOException;
}
