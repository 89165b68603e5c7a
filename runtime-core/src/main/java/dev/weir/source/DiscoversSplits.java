package dev.weir.source;

import java.time.Duration;

/**
 * An endless source whose splits grow in number while it is read, as the partitions of a topic do. Its readers {@linkplain
 * AcceptsSplits accept splits}, and never finish one: a checkpoint would forget it, and it would be found again.
 *
 * <p>A split that was found is read by one subtask. From the first checkpoint that is complete with it, it is part of the job's
 * state like any other; after a failure before that it is found again and read from its beginning.
 */
public interface DiscoversSplits<S extends SourceSplit> {
    /**
     * Begins to look, for one attempt. The first look comes at once if the attempt continues a checkpoint, so that splits are
     * found which came while the job was down, and otherwise after the {@linkplain #discoveryInterval interval}.
     *
     * <p><b>Threading:</b> in the thread that then looks.
     */
    SplitDiscovery<S> discovery(SplitPlanContext context) throws Exception;

    /** How long to wait from the end of one look to the next. */
    Duration discoveryInterval();

    /** For how long looks may fail, by errors that may pass, until the job fails (and is restarted, if its settings say so). */
    Duration discoveryPatience();
}
