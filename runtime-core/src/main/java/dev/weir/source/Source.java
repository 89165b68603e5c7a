package dev.weir.source;

import dev.weir.codec.Codec;
import java.util.List;

/**
 * A replayable source: its splits, and readers that read them from any position.
 *
 * <p><b>Lifecycle:</b> {@link #planSplits} once at a fresh start (never at a restore: the checkpoint's splits are the
 * truth then); {@link #createReader} for each subtask of each attempt. <b>Threading:</b> {@code planSplits} in the job's
 * coordinating thread, where it may block for I/O; each reader in its task's thread.
 *
 * @param <T> records
 * @param <S> splits
 */
public interface Source<T, S extends SourceSplit> {
    Boundedness boundedness();

    /** The splits of a fresh start, each at its first position, in a deterministic order. */
    List<S> planSplits(SplitPlanContext context) throws Exception;

    SourceReader<S> createReader(SourceReaderContext<T> context) throws Exception;

    Codec<S> splitCodec();

    /** A short name for plans and logs, for example {@code csv-files}. */
    String kind();
}
