package dev.weir.jdbc;

import dev.weir.codec.CodecRegistry;
import dev.weir.delivery.DeadLetterPolicy;
import dev.weir.delivery.Deliveries;
import dev.weir.delivery.Delivery;
import dev.weir.delivery.DeliveryContext;
import dev.weir.delivery.RewindPolicy;
import dev.weir.delivery.SegmentStore;
import dev.weir.fault.FaultInjector;
import dev.weir.jdbc.Database.Sale;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.sink.Sink;
import dev.weir.state.FileRef;
import dev.weir.state.OperatorSnapshot;
import dev.weir.state.OperatorSnapshot.PendingFile;
import dev.weir.time.Clock;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A job of one subtask that sells one piece of each of three products in turn, over the real write-ahead log. */
final class LoggedRun {
    private static final int RECORDS_PER_CHECKPOINT = 10;

    private final Sink<Sale> sink;
    private final Map<String, byte[]> segments = new HashMap<>();
    private final SkippingClock clock = new SkippingClock();
    private long attempts;
    private long checkpoints;
    private int position;
    private List<byte[]> states = List.of();

    LoggedRun(Sink<Sale> sink) {
        this.sink = sink;
    }

    int position() {
        return position;
    }

    /** Runs until so many records are written and committed; what {@code faults} throws ends it before. */
    void run(int records, FaultInjector faults) throws Exception {
        run(Deliveries.strategyOf(sink), records, faults);
    }

    /** As {@link #run(int, FaultInjector)}, by a strategy that the sink need not prefer. */
    void run(DeliveryStrategy strategy, int records, FaultInjector faults) throws Exception {
        attempts++;
        DeliveryContext context = new DeliveryContext(
                "shop",
                "totals",
                0,
                1,
                1,
                attempts,
                "process",
                RewindPolicy.FAIL,
                DeadLetterPolicy.stop(),
                clock,
                faults,
                new TestShard(0, 1).metrics(),
                CodecRegistry.of(List.of(), Map.of()),
                new MemorySegments());
        try (Delivery<Sale> delivery = Deliveries.of(sink, strategy, context)) {
            delivery.fence();
            delivery.recover("L1", states);
            while (!delivery.recovered()) {
                clock.skip(delivery.step());
            }
            int next = position;
            while (next < records) {
                for (int i = 0; i < RECORDS_PER_CHECKPOINT; i++) {
                    delivery.write(new Sale("p" + next++ % 3, 1), 0);
                }
                checkpoint(delivery, next);
            }
        }
    }

    private void checkpoint(Delivery<Sale> delivery, int next) throws Exception {
        OperatorSnapshot snapshot = delivery.seal(++checkpoints);
        for (PendingFile file : snapshot.files()) {
            file.makeDurable();
        }
        states = List.of(snapshot.state().bytes());
        position = next;
        delivery.checkpointCompleted(checkpoints);
        while (!delivery.drained()) {
            clock.skip(delivery.step());
        }
    }

    /** Time passes only while somebody would wait. */
    private static final class SkippingClock implements Clock {
        private long nanos;

        void skip(long by) {
            nanos += by == Delivery.IDLE ? 0 : by;
        }

        @Override
        public long millis() {
            return nanos / 1_000_000;
        }

        @Override
        public long nanos() {
            return nanos;
        }
    }

    private final class MemorySegments implements SegmentStore {
        @Override
        public SegmentFile create(String name) {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            return new SegmentFile() {
                @Override
                public void write(int value) {
                    content.write(value);
                }

                @Override
                public FileRef finish() {
                    segments.put(name, content.toByteArray());
                    return new FileRef(name, content.size(), 0);
                }
            };
        }

        @Override
        public byte[] read(FileRef file) {
            return segments.get(file.name());
        }
    }
}
