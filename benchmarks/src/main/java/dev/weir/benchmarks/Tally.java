package dev.weir.benchmarks;

import dev.weir.sink.Sink;
import dev.weir.sink.SinkContext;
import dev.weir.sink.SinkWriter;
import dev.weir.sink.SupportsWriter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;

/** Sees when the first record is made, and counts and adds up what comes out. Any thread may look. */
public final class Tally {
    private final AtomicLong firstInNanos = new AtomicLong();
    private final AtomicLong firstOutMillis = new AtomicLong();
    private final List<Slot> slots = new CopyOnWriteArrayList<>();

    /** A record is about to be made; to be called for the first of each subtask at least. */
    public void recordIn() {
        firstInNanos.compareAndSet(0, System.nanoTime());
    }

    /** When the first record was made, by the clock of {@link System#nanoTime}; 0 if none was. */
    public long firstInNanos() {
        return firstInNanos.get();
    }

    /** When the first record came out, in milliseconds since the epoch; 0 if none did. */
    public long firstOutMillis() {
        return firstOutMillis.get();
    }

    /** How many records have come out. */
    public long count() {
        return slots.stream().mapToLong(Slot::count).sum();
    }

    /** What they add up to, exact when nothing comes out any more. */
    public long sum() {
        return slots.stream().mapToLong(Slot::sum).sum();
    }

    /** A sink that counts records and adds up a number of each. */
    public <T> Sink<T> sink(ToLongFunction<T> number) {
        return new CountingSink<>(number);
    }

    private final class CountingSink<T> implements SupportsWriter<T> {
        private final ToLongFunction<T> number;

        CountingSink(ToLongFunction<T> number) {
            this.number = number;
        }

        @Override
        public String kind() {
            return "count";
        }

        @Override
        public SinkWriter<T> createWriter(SinkContext context) {
            Slot slot = new Slot();
            slots.add(slot);
            return new CountingWriter<>(number, slot);
        }
    }

    private final class CountingWriter<T> implements SinkWriter<T> {
        private final ToLongFunction<T> number;
        private final Slot slot;

        CountingWriter(ToLongFunction<T> number, Slot slot) {
            this.number = number;
            this.slot = slot;
        }

        @Override
        public void write(T value, long timestamp) {
            if (slot.add(number.applyAsLong(value)) == 0) {
                firstOutMillis.compareAndSet(0, System.currentTimeMillis());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    /** The counters of one subtask, written by its thread only, between fields that keep other subtasks' off its cache lines. */
    @SuppressWarnings("unused")
    private static final class Slot {
        private static final VarHandle COUNT;

        static {
            try {
                COUNT = MethodHandles.lookup().findVarHandle(Slot.class, "count", long.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private long before0, before1, before2, before3, before4, before5, before6, before7;
        private long count;
        private long sum;
        private long after0, after1, after2, after3, after4, after5, after6, after7;

        /** Returns how many there were before. */
        long add(long number) {
            long before = count;
            sum += number;
            COUNT.setRelease(this, before + 1);
            return before;
        }

        long count() {
            return (long) COUNT.getAcquire(this);
        }

        long sum() {
            count();
            return sum;
        }
    }
}
