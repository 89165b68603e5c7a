package dev.weir.delivery;

import dev.weir.state.OperatorSnapshot;
import java.util.List;

/**
 * One strategy at work for one subtask of one sink. A subtask fills one commit shard, the one with its own index; the
 * shards beyond the parallelism rest, and what they still have to commit after a rescale is committed by subtask
 * {@code shard % parallelism} before any new unit.
 *
 * <p><b>Lifecycle:</b> {@link #highestAttempt} and {@link #refuseRewind} if it is only there to look; otherwise {@link #fence}; {@link #recover}; {@link #step} until {@link #recovered}; then {@link #write},
 * {@link #seal} and at last {@link #endInput} by the task, beside {@link #step} by the committer; {@link #close}, which
 * commits nothing, when neither thread is inside. <b>Threading:</b> {@code write}, {@code seal}, {@code endInput} and {@code
 * mayWrite} in the task's thread; {@code fence}, {@code recover}, {@code step} in
 * the committer's thread (one at a time); {@code checkpointCompleted} and {@code checkpointAborted} in the coordinator's.
 */
public interface Delivery<T> extends AutoCloseable {
    /** {@link #step} has nothing to do until something happens. */
    long IDLE = Long.MAX_VALUE;

    /**
     * Looks at the destination's ledgers and changes nothing: the highest attempt number there, so that this one can get
     * a higher one, or 0. An attempt that has the number of a colleague from another checkpoint folder would be taken for
     * a zombie.
     */
    long highestAttempt();

    /**
     * Refuses early what {@link #recover} would refuse after the fence, as far as {@link #highestAttempt} has seen it: a
     * start by mistake must not stop the job that lives.
     *
     * @param restored the state of every old subtask, read after {@code highestAttempt}
     * @throws dev.weir.error.WeirException {@code REWIND}
     */
    void refuseRewind(List<byte[]> restored);

    /** Takes ownership of the subtask's shards at the destination, before the checkpoint is even read. */
    void fence();

    /**
     * Takes over the checkpoint: decides from the ledger which units are still to be committed.
     *
     * @param lineage the job's lineage: the checkpoint's, or a new one at a fresh start, and at every start with {@link
     *     RewindPolicy#FORK}
     * @param restored the state of every old subtask; empty at a fresh start
     */
    void recover(String lineage, List<byte[]> restored);

    /** Whether everything that the checkpoint holds is committed, so that records may flow. */
    boolean recovered();

    void write(T value, long timestamp) throws Exception;

    /** False while too much waits for the commit of sealed units: the task must hold its input back. */
    boolean mayWrite();

    /**
     * No record follows; called before the last {@link #seal}.
     *
     * @throws dev.weir.error.WeirException {@code REWIND} when the destination has more than was produced again
     */
    void endInput();

    /** Closes the unit at the barrier of a checkpoint; what it returns is made durable by the snapshot's writer. */
    OperatorSnapshot seal(long checkpointId);

    /** The checkpoint is complete and durable: its units may be committed. */
    void checkpointCompleted(long checkpointId);

    /** The checkpoint will never be complete: its units are part of the next one. {@link #mayWrite} may have changed. */
    void checkpointAborted(long checkpointId);

    /**
     * Does one bounded piece of commit work. Returns how many nanoseconds to wait before the next call: 0 when it did
     * something, so that there may be more to do and {@link #mayWrite} may have changed; {@link #IDLE} when there is
     * nothing until {@link #checkpointCompleted}.
     *
     * @throws dev.weir.error.WeirException when a unit is lost or this attempt is fenced: the job must fail
     */
    long step();

    /** Whether every unit of every completed checkpoint is committed. */
    boolean drained();

    @Override
    void close();
}
