package dev.weir.source;

import java.util.List;
import java.util.Set;

/**
 * Looks for new splits of a source.
 *
 * <p><b>Lifecycle:</b> {@link #discover} again and again; {@link #close}. <b>Threading:</b> a thread of its own, in which it may
 * block; it must end soon after an interrupt.
 */
@SuppressWarnings("try") // close() may be interrupted like any other call
public interface SplitDiscovery<S extends SourceSplit> extends AutoCloseable {
    /**
     * The splits that are not among the known ones, each at its first position; in a deterministic order.
     *
     * <p><b>Errors:</b> a {@link dev.weir.error.WeirException} that a restart cannot help, such as {@code INVALID_DATA}, fails the
     * job at once. Any other exception may pass: it is logged and counted, and the look is repeated, for as long as {@link
     * DiscoversSplits#discoveryPatience} allows.
     *
     * @param known the ids of all splits that a subtask reads, restored ones and those found before
     */
    List<S> discover(Set<String> known) throws Exception;

    @Override
    void close() throws Exception;
}
