package dev.weir.consistency.model;

import dev.weir.codec.Codec;
import dev.weir.codec.CodecRegistry;
import dev.weir.consistency.history.Event;
import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.job.OutputCodec;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.sink.LedgerShard;
import dev.weir.sink.ShardContext;
import dev.weir.sink.Sink;
import dev.weir.sink.SupportsTwoPhaseCommit;
import dev.weir.sink.SupportsWriteAheadLog;
import dev.weir.sink.TransactionShard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A log like Apache Kafka, with the protocol of its sink: one transactional id for each shard with an epoch that whoever initialises it
 * raises; a transaction stays open when its process dies, holds readers back, and is aborted by the next init or by its timeout; its end
 * is decided at one moment and can be read later; each transaction has an epoch of its own (KIP-890), so that a late request cannot end
 * a later one. Nothing can be prepared: what is ready to be committed can still expire, which is why plain two-phase is refused.
 */
public final class TransactionLogModel implements ModelDestination {
    private final long timeout;
    private final Set<Mistake> mistakes;
    private final Map<String, TransactionLog> logs = new TreeMap<>();

    private TransactionLogModel(long timeout, Mistake[] mistakes) {
        this.timeout = timeout;
        this.mistakes = EnumSet.noneOf(Mistake.class);
        this.mistakes.addAll(List.of(mistakes));
    }

    /** One that aborts a transaction that has been open for so long. */
    public static TransactionLogModel expiringAfter(Duration timeout, Mistake... mistakes) {
        return new TransactionLogModel(timeout.toNanos(), mistakes);
    }

    @Override
    public List<DeliveryStrategy> strategies() {
        return List.of(DeliveryStrategy.TWO_PHASE_INSURED, DeliveryStrategy.WRITE_AHEAD_LOG);
    }

    @Override
    public Sink<OutputRecord> connect(Session session) {
        return new LogSink(session, log(session.sink()));
    }

    private TransactionLog log(String sink) {
        TransactionLog known = logs.get(sink);
        if (known == null) {
            known = new TransactionLog(sink, timeout, mistakes);
            logs.put(sink, known);
        }
        return known;
    }

    /** A log does not notice: transactions belong to an id, not to a connection. */
    @Override
    public void sessionLost(Session session) {}

    @Override
    public void timePassed(long nanos) {
        logs.values().forEach(log -> log.timePassed(nanos));
    }

    @Override
    public void look(String sink, long nanos, Consumer<Event> observer) {
        log(sink).look(nanos, observer);
        observer.accept(new Event.LookEnded(nanos, sink));
    }

    @Override
    public List<String> inDoubt() {
        List<String> names = new ArrayList<>();
        logs.values().forEach(log -> log.addOpen(names));
        return names;
    }

    @Override
    public long bookkeeping() {
        return inDoubt().size()
                + logs.values().stream().mapToLong(TransactionLog::ledgers).sum();
    }

    @Override
    public boolean endsTransactions() {
        return true;
    }

    private static final class LogSink
            implements SupportsWriteAheadLog<OutputRecord>, SupportsTwoPhaseCommit<OutputRecord> {
        private final Session session;
        private final TransactionLog log;
        /** One for both ports of a shard. */
        private final Map<Attempt, LogSession> sessions = new HashMap<>();

        private record Attempt(int shard, long number, String owner) {}

        LogSink(Session session, TransactionLog log) {
            this.session = session;
            this.log = log;
        }

        @Override
        public String kind() {
            return "model-log";
        }

        @Override
        public List<DeliveryStrategy> strategies() {
            return List.of(DeliveryStrategy.TWO_PHASE_INSURED, DeliveryStrategy.WRITE_AHEAD_LOG);
        }

        @Override
        public Codec<OutputRecord> recordCodec(CodecRegistry registry) {
            return new OutputCodec();
        }

        @Override
        public LedgerShard<OutputRecord> openShard(ShardContext context) {
            return new LogLedgerShard(session(context));
        }

        @Override
        public TransactionShard<OutputRecord> openTransactionShard(ShardContext context) {
            return new LogTransactionShard(session(context));
        }

        private LogSession session(ShardContext context) {
            return sessions.computeIfAbsent(
                    new Attempt(context.shard(), context.attempt(), context.owner()),
                    attempt -> new LogSession(log, new ShardClient(session, context)));
        }
    }
}
