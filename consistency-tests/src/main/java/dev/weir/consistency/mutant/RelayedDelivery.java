package dev.weir.consistency.mutant;

import dev.weir.delivery.Delivery;
import dev.weir.state.OperatorSnapshot;
import java.util.List;

/** A delivery that passes everything on; a mutant overrides what it does wrong. */
class RelayedDelivery implements Delivery<Object> {
    final Delivery<Object> real;

    RelayedDelivery(Delivery<Object> real) {
        this.real = real;
    }

    @Override
    public long highestAttempt() {
        return real.highestAttempt();
    }

    @Override
    public void refuseRewind(List<byte[]> restored) {
        real.refuseRewind(restored);
    }

    @Override
    public void fence() {
        real.fence();
    }

    @Override
    public void recover(String lineage, List<byte[]> restored) {
        real.recover(lineage, restored);
    }

    @Override
    public boolean recovered() {
        return real.recovered();
    }

    @Override
    public void write(Object value, long timestamp) throws Exception {
        real.write(value, timestamp);
    }

    @Override
    public boolean mayWrite() {
        return real.mayWrite();
    }

    @Override
    public void endInput() {
        real.endInput();
    }

    @Override
    public OperatorSnapshot seal(long checkpointId) {
        return real.seal(checkpointId);
    }

    @Override
    public void checkpointCompleted(long checkpointId) {
        real.checkpointCompleted(checkpointId);
    }

    @Override
    public void checkpointAborted(long checkpointId) {
        real.checkpointAborted(checkpointId);
    }

    @Override
    public long step() {
        return real.step();
    }

    @Override
    public boolean drained() {
        return real.drained();
    }

    @Override
    public void close() {
        real.close();
    }
}
