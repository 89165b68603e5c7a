package dev.weir.consistency;

import dev.weir.delivery.Deliveries;
import dev.weir.delivery.Delivery;
import dev.weir.delivery.DeliveryContext;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.sink.Sink;
import dev.weir.state.OperatorSnapshot;
import java.util.List;

/** A broken strategy: it takes its segment's durability for the checkpoint's completion and commits then. */
final class CommitAtSeal implements Delivery<Object> {
    private final Delivery<Object> real;

    private CommitAtSeal(Delivery<Object> real) {
        this.real = real;
    }

    static Delivery<Object> create(Sink<Object> sink, DeliveryStrategy strategy, DeliveryContext context) {
        return new CommitAtSeal(Deliveries.of(sink, strategy, context));
    }

    @Override
    public OperatorSnapshot seal(long checkpointId) {
        OperatorSnapshot snapshot = real.seal(checkpointId);
        return new OperatorSnapshot(snapshot.keyed(), snapshot.files(), () -> {
            byte[] state = snapshot.state().bytes();
            real.checkpointCompleted(checkpointId);
            return state;
        });
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
    public void checkpointCompleted(long checkpointId) {}

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
