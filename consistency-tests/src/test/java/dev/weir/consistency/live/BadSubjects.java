package dev.weir.consistency.live;

import dev.weir.consistency.builtin.TextFiles;
import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.subject.Destination;
import dev.weir.consistency.subject.SinkUnderTest;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.sink.Sink;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** Subjects that do not work; public, since processes make them by name. */
public final class BadSubjects {
    private BadSubjects() {}

    /** The file sink, and what goes wrong with it. */
    public abstract static class Files implements SinkUnderTest {
        private final TextFiles real = new TextFiles();

        @Override
        public String name() {
            return getClass().getSimpleName();
        }

        @Override
        public List<DeliveryStrategy> strategies() {
            return real.strategies();
        }

        @Override
        public Destination start() throws Exception {
            return real.start();
        }

        @Override
        public Sink<OutputRecord> create(String address, DeliveryStrategy strategy) {
            return real.create(address, strategy);
        }
    }

    public static final class ThrowsWhenMade extends Files {
        @Override
        public Sink<OutputRecord> create(String address, DeliveryStrategy strategy) {
            throw new IllegalStateException("no such driver");
        }
    }

    public static final class HangsWhenMade extends Files {
        @Override
        public Sink<OutputRecord> create(String address, DeliveryStrategy strategy) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return super.create(address, strategy);
        }
    }

    /** A destination of the file sink, and what goes wrong with it. */
    abstract static class Directory implements Destination {
        private final Destination real;

        Directory(Destination real) {
            this.real = real;
        }

        @Override
        public String address() {
            return real.address();
        }

        @Override
        public void prepare(DeliveryStrategy strategy) throws Exception {
            real.prepare(strategy);
        }

        @Override
        public void read(Consumer<OutputRecord> reader) throws Exception {
            real.read(reader);
        }

        @Override
        public void close() throws Exception {
            real.close();
        }
    }
}
