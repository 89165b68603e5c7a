package dev.weir.consistency.model;

import dev.weir.consistency.history.Event;
import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.model.ModelDestination.Session;
import dev.weir.fault.FaultInjector;
import dev.weir.metrics.MetricGroup;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.DeadLetters;
import dev.weir.sink.LedgerShard;
import dev.weir.sink.ShardContext;
import dev.weir.sink.Sink;
import dev.weir.sink.SinkContext;
import dev.weir.sink.SinkWriter;
import dev.weir.sink.SupportsIdempotentWriter;
import dev.weir.sink.SupportsTwoPhaseCommit;
import dev.weir.sink.SupportsWriteAheadLog;
import dev.weir.sink.SupportsWriter;
import dev.weir.sink.TransactionShard;
import dev.weir.sink.UnitRecords;
import dev.weir.time.Clock;
import dev.weir.time.ManualClock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A process of a job as a destination sees it, with a network that fails on demand. */
final class ModelProcess implements Network {
    static final String SINK = "out";

    private static final MetricGroup METRICS = name -> {
        throw new UnsupportedOperationException("models count nothing");
    };

    final ModelDestination destination;
    final long attempt;
    final List<Event> events = new ArrayList<>();
    final ManualClock clock;
    final List<Runnable> delayed = new ArrayList<>();
    FaultInjector faults = FaultInjector.NONE;
    private final Map<Rpc, Network.Fault> next = new EnumMap<>(Rpc.class);
    private final Session session;
    private final Sink<OutputRecord> sink;

    ModelProcess(ModelDestination destination, long attempt) {
        this(destination, attempt, new ManualClock(0));
    }

    ModelProcess(ModelDestination destination, long attempt, ManualClock clock) {
        this.destination = destination;
        this.attempt = attempt;
        this.clock = clock;
        session = new Session(SINK, this, events::add);
        sink = destination.connect(session);
    }

    /** The next request of this kind fails so. */
    ModelProcess failing(Rpc rpc, Network.Fault fault) {
        next.put(rpc, fault);
        return this;
    }

    @Override
    public <T> T call(Rpc rpc, Supplier<T> request) throws NetworkException {
        Network.Fault fault = next.remove(rpc);
        if (fault == null) {
            return request.get();
        }
        switch (fault) {
            case ERROR -> throw NetworkException.refused(rpc);
            case REPLY_LOST -> carryOut(request);
            case APPLIED_TWICE -> {
                carryOut(request);
                return request.get();
            }
            case DELAYED -> delayed.add(() -> carryOut(request));
            case NOT_SENT -> {}
        }
        throw NetworkException.noReply(rpc);
    }

    /** Nobody gets the reply. */
    private static void carryOut(Supplier<?> request) {
        Object unused = request.get();
    }

    /** What was delayed arrives. */
    void deliver() {
        delayed.forEach(Runnable::run);
        delayed.clear();
    }

    void die() {
        destination.sessionLost(session);
    }

    @SuppressWarnings("unchecked")
    LedgerShard<OutputRecord> ledger() throws Exception {
        return ((SupportsWriteAheadLog<OutputRecord>) sink).openShard(new Context());
    }

    @SuppressWarnings("unchecked")
    TransactionShard<OutputRecord> transactions() throws Exception {
        return ((SupportsTwoPhaseCommit<OutputRecord>) sink).openTransactionShard(new Context());
    }

    @SuppressWarnings("unchecked")
    SinkWriter<OutputRecord> idempotentWriter() throws Exception {
        return ((SupportsIdempotentWriter<OutputRecord>) sink).createIdempotentWriter(new WriterContext());
    }

    @SuppressWarnings("unchecked")
    SinkWriter<OutputRecord> writer() throws Exception {
        return ((SupportsWriter<OutputRecord>) sink).createWriter(new WriterContext());
    }

    /** What a reader finds new. */
    List<OutputRecord> appeared() {
        return look(Event.Appeared.class).stream().map(Event.Appeared::record).toList();
    }

    <E extends Event> List<E> look(Class<E> type) {
        List<Event> seen = new ArrayList<>();
        destination.look(SINK, clock.nanos(), seen::add);
        return seen.stream().filter(type::isInstance).map(type::cast).toList();
    }

    <E extends Event> List<E> heard(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    static OutputRecord record(long offset) {
        return record(offset, 1);
    }

    static OutputRecord record(long offset, long attempt) {
        return new OutputRecord(0, offset, 7, offset + 1, 99, 0, attempt, 0);
    }

    static CommitUnit unit(long sequence, int records) {
        return new CommitUnit("line", sequence, sequence, records, 10 * sequence, 1000 + sequence);
    }

    static UnitRecords<OutputRecord> records(long... offsets) {
        List<OutputRecord> records = new ArrayList<>();
        for (long offset : offsets) {
            records.add(record(offset));
        }
        return new UnitRecords<>() {
            @Override
            public Encoded encoded() {
                throw new UnsupportedOperationException("models read records");
            }

            @Override
            public Iterator<OutputRecord> iterator() {
                return records.iterator();
            }
        };
    }

    private final class Context implements ShardContext {
        @Override
        public String jobName() {
            return "job";
        }

        @Override
        public String sinkUid() {
            return SINK;
        }

        @Override
        public int shard() {
            return 0;
        }

        @Override
        public long attempt() {
            return attempt;
        }

        @Override
        public String owner() {
            return "process-" + attempt;
        }

        @Override
        public DeadLetters deadLetters() {
            return DeadLetters.NONE;
        }

        @Override
        public Clock clock() {
            return clock;
        }

        @Override
        public MetricGroup metrics() {
            return METRICS;
        }

        @Override
        public FaultInjector faults() {
            return label -> faults.at(label);
        }
    }

    private final class WriterContext implements SinkContext {
        @Override
        public String jobName() {
            return "job";
        }

        @Override
        public String sinkUid() {
            return SINK;
        }

        @Override
        public int subtaskIndex() {
            return 0;
        }

        @Override
        public int parallelism() {
            return 1;
        }

        @Override
        public Clock clock() {
            return clock;
        }

        @Override
        public MetricGroup metrics() {
            return METRICS;
        }

        @Override
        public DeadLetters deadLetters() {
            return DeadLetters.NONE;
        }
    }
}
