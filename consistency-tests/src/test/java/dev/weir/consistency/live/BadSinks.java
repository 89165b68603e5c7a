package dev.weir.consistency.live;

import dev.weir.consistency.builtin.TextFiles;
import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.subject.Destination;
import dev.weir.consistency.subject.SinkUnderTest;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.sink.LedgerEntry;
import dev.weir.sink.PreparedUnit;
import dev.weir.sink.ShardContext;
import dev.weir.sink.Sink;
import dev.weir.sink.SinkTransaction;
import dev.weir.sink.SupportsTwoPhaseCommit;
import dev.weir.sink.TransactionShard;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Subjects that misbehave, over files. */
final class BadSinks {
    private BadSinks() {}

    /** Where something is done that should not be. */
    enum Place {
        CREATE,
        OPEN,
        WRITE,
        COMMIT
    }

    /** What is done there. */
    enum Deed {
        THROW {
            @Override
            void happen() {
                throw new IllegalStateException("this sink never works");
            }
        },
        HANG {
            @Override
            void happen() {
                hang();
            }
        },
        LEAK_THREAD {
            @Override
            void happen() {
                Thread thread = new Thread(Deed::hang, "leaked");
                thread.setDaemon(true);
                thread.start();
            }
        },
        LEAK_SOCKET {
            @Override
            void happen() throws IOException {
                KEPT.add(SocketChannel.open());
            }
        };

        /** Else the garbage collector would close them. */
        private static final List<SocketChannel> KEPT = new ArrayList<>();

        abstract void happen() throws IOException;

        private static void hang() {
            while (true) {
                LockSupport.park();
            }
        }
    }

    /** Files, but for one deed at one place. */
    abstract static class OverFiles implements SinkUnderTest {
        private final TextFiles files = new TextFiles();
        private final Place place;
        private final Deed deed;

        OverFiles(Place place, Deed deed) {
            this.place = place;
            this.deed = deed;
        }

        @Override
        public String name() {
            return getClass().getSimpleName();
        }

        @Override
        public List<DeliveryStrategy> strategies() {
            return files.strategies();
        }

        @Override
        public Destination start() throws Exception {
            return files.start();
        }

        @Override
        public Sink<OutputRecord> create(String address, DeliveryStrategy strategy) throws Exception {
            if (place == Place.CREATE) {
                deed.happen();
            }
            return new BadSink((SupportsTwoPhaseCommit<OutputRecord>) files.create(address, strategy), place, deed);
        }
    }

    public static final class ThrowsInCreate extends OverFiles {
        public ThrowsInCreate() {
            super(Place.CREATE, Deed.THROW);
        }
    }

    public static final class ThrowsInOpen extends OverFiles {
        public ThrowsInOpen() {
            super(Place.OPEN, Deed.THROW);
        }
    }

    public static final class ThrowsInWrite extends OverFiles {
        public ThrowsInWrite() {
            super(Place.WRITE, Deed.THROW);
        }
    }

    public static final class ThrowsInCommit extends OverFiles {
        public ThrowsInCommit() {
            super(Place.COMMIT, Deed.THROW);
        }
    }

    public static final class HangsInCreate extends OverFiles {
        public HangsInCreate() {
            super(Place.CREATE, Deed.HANG);
        }
    }

    public static final class HangsInOpen extends OverFiles {
        public HangsInOpen() {
            super(Place.OPEN, Deed.HANG);
        }
    }

    public static final class HangsInWrite extends OverFiles {
        public HangsInWrite() {
            super(Place.WRITE, Deed.HANG);
        }
    }

    public static final class HangsInCommit extends OverFiles {
        public HangsInCommit() {
            super(Place.COMMIT, Deed.HANG);
        }
    }

    public static final class LeaksThreads extends OverFiles {
        public LeaksThreads() {
            super(Place.OPEN, Deed.LEAK_THREAD);
        }
    }

    public static final class LeaksSockets extends OverFiles {
        public LeaksSockets() {
            super(Place.OPEN, Deed.LEAK_SOCKET);
        }
    }

    /** Its class cannot be made anew in another process. */
    public static final class HasNoPublicConstructor extends OverFiles {
        HasNoPublicConstructor() {
            super(Place.COMMIT, Deed.THROW);
        }
    }

    /** Says that it delivers by two phases, and shows every record at once. */
    public static final class Lies extends OverFiles {
        public Lies() {
            super(Place.COMMIT, Deed.THROW);
        }

        @Override
        public Sink<OutputRecord> create(String address, DeliveryStrategy strategy) {
            return new LyingSink(java.nio.file.Path.of(address));
        }
    }

    /** The sink is in order, the reader is not. */
    abstract static class WithReader implements SinkUnderTest {
        private final TextFiles files = new TextFiles();

        abstract void read(Destination real, Consumer<OutputRecord> reader) throws Exception;

        @Override
        public String name() {
            return getClass().getSimpleName();
        }

        @Override
        public List<DeliveryStrategy> strategies() {
            return files.strategies();
        }

        @Override
        public Sink<OutputRecord> create(String address, DeliveryStrategy strategy) {
            return files.create(address, strategy);
        }

        @Override
        @SuppressWarnings("try") // close() may be interrupted like any other call
        public Destination start() throws Exception {
            Destination real = files.start();
            return new Destination() {
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
                    WithReader.this.read(real, reader);
                }

                @Override
                public void close() throws Exception {
                    real.close();
                }
            };
        }
    }

    public static final class ReaderThrows extends WithReader {
        @Override
        void read(Destination real, Consumer<OutputRecord> reader) throws IOException {
            throw new IOException("this reader never works");
        }
    }

    public static final class ReaderHangs extends WithReader {
        @Override
        void read(Destination real, Consumer<OutputRecord> reader) throws IOException {
            Deed.HANG.happen();
        }
    }

    public static final class ReaderReturnsGarbage extends WithReader {
        @Override
        void read(Destination real, Consumer<OutputRecord> reader) throws Exception {
            real.read(reader);
            reader.accept(new OutputRecord(0, 3, 99, 1, 42, 0, 1, 0));
        }
    }

    public static final class DestinationNeverStarts extends WithReader {
        @Override
        void read(Destination real, Consumer<OutputRecord> reader) {}

        @Override
        public Destination start() throws IOException {
            Deed.HANG.happen();
            throw new IOException();
        }
    }

    public static final class DestinationCannotStart extends WithReader {
        @Override
        void read(Destination real, Consumer<OutputRecord> reader) {}

        @Override
        public Destination start() throws IOException {
            throw new IOException("there is no such server");
        }
    }

    private record BadSink(SupportsTwoPhaseCommit<OutputRecord> real, Place place, Deed deed)
            implements SupportsTwoPhaseCommit<OutputRecord> {
        @Override
        public TransactionShard<OutputRecord> openTransactionShard(ShardContext context) throws Exception {
            if (place == Place.OPEN) {
                deed.happen();
            }
            return new BadShard(real.openTransactionShard(context), place, deed);
        }

        @Override
        public String kind() {
            return "bad";
        }
    }

    private record BadShard(TransactionShard<OutputRecord> real, Place place, Deed deed)
            implements TransactionShard<OutputRecord> {
        @Override
        public LedgerEntry fence() {
            return real.fence();
        }

        @Override
        public SinkTransaction<OutputRecord> begin(String lineage, long sequence) {
            return new BadTransaction(real.begin(lineage, sequence), place, deed);
        }

        @Override
        public CommitOutcome commit(PreparedUnit prepared) {
            if (place == Place.COMMIT) {
                try {
                    deed.happen();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }
            return real.commit(prepared);
        }

        @Override
        public void abortAllBut(List<byte[]> handles) {
            real.abortAllBut(handles);
        }

        @Override
        public void close() {
            real.close();
        }
    }

    private record BadTransaction(SinkTransaction<OutputRecord> real, Place place, Deed deed)
            implements SinkTransaction<OutputRecord> {
        @Override
        public void write(OutputRecord value) throws Exception {
            if (place == Place.WRITE) {
                deed.happen();
            }
            real.write(value);
        }

        @Override
        public byte[] prepare(CommitUnit unit) throws Exception {
            return real.prepare(unit);
        }

        @Override
        public void abort() {
            real.abort();
        }
    }
}
