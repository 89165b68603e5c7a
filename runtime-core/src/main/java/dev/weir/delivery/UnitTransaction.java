package dev.weir.delivery;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.fault.FaultInjector;
import dev.weir.fault.Label;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.SinkTransaction;
import org.jspecify.annotations.Nullable;

/**
 * The transaction that holds a sealed unit; it is prepared by the first snapshot that is written after the barrier.
 *
 * <p><b>Threading:</b> safe from any thread.
 */
final class UnitTransaction {
    private final FaultInjector faults;
    private @Nullable SinkTransaction<?> transaction;
    private byte @Nullable [] handle;
    private @Nullable Exception failure;
    private boolean lost;

    /** One that is still to be prepared. */
    UnitTransaction(SinkTransaction<?> transaction, FaultInjector faults) {
        this.transaction = transaction;
        this.faults = faults;
    }

    /** One that a checkpoint holds. */
    UnitTransaction(byte[] handle) {
        this.handle = handle;
        this.faults = FaultInjector.NONE;
    }

    /** The destination's handle; prepares the transaction unless that is done. A failure stays. */
    synchronized byte[] prepared(CommitUnit unit) throws Exception {
        if (failure != null) {
            throw failure;
        }
        SinkTransaction<?> open = transaction;
        if (open != null) {
            try {
                faults.at(Label.PREPARE_BEFORE);
                handle = open.prepare(unit);
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
                    ErrorCode.INTERNAL, "Cannot commit a transaction: it is not prepared; report this as a defect");
        }
        return handle;
    }

    /** The destination has dropped it. */
    synchronized void markLost() {
        lost = true;
    }

    synchronized boolean isLost() {
        return lost;
    }
}
