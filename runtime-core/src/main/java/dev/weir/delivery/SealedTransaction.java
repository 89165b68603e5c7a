package dev.weir.delivery;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.fault.FaultInjector;
import dev.weir.fault.Label;
import dev.weir.sink.SinkTransaction;
import org.jspecify.annotations.Nullable;

/**
 * A transaction that its barrier has closed; it is prepared by the first snapshot that is written after that.
 *
 * <p><b>Threading:</b> safe from any thread.
 */
final class SealedTransaction implements UnitQueue.Sealed {
    private final String lineage;
    private final long sequence;
    private final long checkpointId;
    private final FaultInjector faults;
    private @Nullable SinkTransaction<?> transaction;
    private byte @Nullable [] handle;
    private @Nullable Exception failure;

    /** One that is still to be prepared. */
    SealedTransaction(
            String lineage, long sequence, long checkpointId, SinkTransaction<?> transaction, FaultInjector faults) {
        this.lineage = lineage;
        this.sequence = sequence;
        this.checkpointId = checkpointId;
        this.transaction = transaction;
        this.faults = faults;
    }

    /** One that a checkpoint holds. */
    SealedTransaction(String lineage, long sequence, long checkpointId, byte[] handle) {
        this.lineage = lineage;
        this.sequence = sequence;
        this.checkpointId = checkpointId;
        this.handle = handle;
        this.faults = FaultInjector.NONE;
    }

    String lineage() {
        return lineage;
    }

    long sequence() {
        return sequence;
    }

    @Override
    public long checkpointId() {
        return checkpointId;
    }

    /** The destination's handle; prepares the transaction unless that is done. A failure stays. */
    synchronized byte[] prepared() throws Exception {
        if (failure != null) {
            throw failure;
        }
        SinkTransaction<?> open = transaction;
        if (open != null) {
            try {
                faults.at(Label.PREPARE_BEFORE);
                handle = open.prepare();
                faults.at(Label.PREPARE_AFTER);
                transaction = null;
            } catch (Exception e) {
                failure = e;
                throw e;
            }
        }
        return handle();
    }

    synchronized byte[] handle() {
        if (handle == null) {
            throw new WeirException(
                    ErrorCode.INTERNAL,
                    "Cannot commit transaction " + sequence + ": it is not prepared; report this as a defect");
        }
        return handle;
    }
}
