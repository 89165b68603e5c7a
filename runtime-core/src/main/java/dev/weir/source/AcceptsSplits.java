package dev.weir.source;

import java.util.List;

/**
 * A {@link SourceReader} that takes further splits while it reads: what a source that {@link DiscoversSplits discovers splits}
 * must make.
 *
 * <p><b>Threading:</b> in the task's thread, between two polls, after {@link SourceReader#start}.
 */
public interface AcceptsSplits<S extends SourceSplit> {
    /** Reads these splits too, from their positions on; the next snapshot holds them. */
    void addSplits(List<S> splits) throws Exception;
}
