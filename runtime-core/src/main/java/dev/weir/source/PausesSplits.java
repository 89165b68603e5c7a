package dev.weir.source;

import java.util.Set;

/**
 * A {@link SourceReader} that can hold single splits back while it reads the others, as watermark alignment asks for.
 *
 * <p><b>Threading:</b> in the task's thread, between two polls, after {@link SourceReader#start}.
 */
public interface PausesSplits {
    /**
     * From now on exactly these splits emit nothing, until the next call; also what of them was fetched already has to wait. A
     * snapshot holds them as before. Splits that the reader does not know, or no longer, are to be passed over.
     */
    void pauseSplits(Set<String> splitIds) throws Exception;
}
