package dev.weir.state;

import dev.weir.codec.Codec;
import java.util.List;

/**
 * The keyed state and timers of one subtask of one operator.
 *
 * <p><b>Lifecycle:</b> made with the range of key groups; {@link #restore} at most once, before any state is asked for;
 * states are registered by descriptor; then reads, writes, {@link #snapshot} and {@link #checkpointConfirmed}; {@link
 * #close}. <b>Threading:</b> all in the task's thread; only the {@link KeyedSnapshot}s that it returns are written by
 * another thread.
 */
public interface KeyedStateBackend extends KeyedStateStore, AutoCloseable {
    /** Sets the key that all following reads and writes concern. */
    void currentKey(Object key);

    Object currentKey();

    /**
     * Says that a key will be the current one soon: its state is brought into the processor's caches, many keys' in the
     * time that one key's takes. There is no current key until {@link #nextKey}.
     */
    void announceKey(Object key);

    /** Makes the announced keys current, one for each call, in the order in which they were announced. */
    void nextKey();

    <T> PanedState<T> paned(String name, Codec<T> codec);

    /** The timers of this operator. */
    InternalTimers timers();

    /**
     * Loads a chain of state files, oldest first, as {@link KeyedSnapshot#writeTo} wrote them; entries outside the range
     * of key groups are skipped. May be called once for each old subtask, whose chains are disjoint in key groups.
     *
     * @throws dev.weir.error.WeirException {@code STATE_INCOMPATIBLE} when a codec's fingerprint differs (at the latest
     *     when the state is registered), {@code CHECKPOINT_CORRUPT} when the bytes cannot be read
     */
    void restore(List<byte[]> chain);

    /**
     * Says that all operators have opened: a restored state that nobody registered is an error now, not a silent loss.
     */
    void verifyAllRestoredStateIsUsed();

    /**
     * Copies what changed since the last confirmed checkpoint, synchronously; everything when there is none, after a
     * rescaled restore, or when most entries changed.
     */
    KeyedSnapshot snapshot(long checkpointId);

    /** The checkpoint is complete: the next snapshot is relative to it. */
    void checkpointConfirmed(long checkpointId);

    @Override
    void close();
}
