package dev.weir.consistency.model;

import dev.weir.codec.Codec;
import dev.weir.codec.CodecRegistry;
import dev.weir.consistency.history.Event;
import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.history.Promise;
import dev.weir.consistency.job.OutputCodec;
import dev.weir.sink.DeliveryStrategy;
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
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A database like PostgreSQL: local transactions with a lock on the ledger's row, sessions that end with their process, {@code
 * PREPARE TRANSACTION}, and a ledger beside the records.
 */
public final class DatabaseModel implements ModelDestination {
    private final boolean latestByKey;
    private final Set<Mistake> mistakes;
    private final Map<String, Database> databases = new TreeMap<>();

    private DatabaseModel(boolean latestByKey, Mistake[] mistakes) {
        this.latestByKey = latestByKey;
        this.mistakes = EnumSet.noneOf(Mistake.class);
        this.mistakes.addAll(List.of(mistakes));
    }

    /** One with a row for each record; idempotent by partition and offset. */
    public static DatabaseModel ofRecords(Mistake... mistakes) {
        return new DatabaseModel(false, mistakes);
    }

    /** One with a row for each key, which holds the newest record; idempotent only. */
    public static DatabaseModel ofLatest(Mistake... mistakes) {
        return new DatabaseModel(true, mistakes);
    }

    @Override
    public List<DeliveryStrategy> strategies() {
        return latestByKey ? List.of(DeliveryStrategy.IDEMPOTENT) : List.of(DeliveryStrategy.values());
    }

    @Override
    public Promise promise(DeliveryStrategy strategy) {
        return latestByKey ? Promise.LATEST_BY_KEY : Promise.of(strategy);
    }

    @Override
    public Sink<OutputRecord> connect(Session session) {
        return new DatabaseSink(session, database(session.sink()));
    }

    private Database database(String sink) {
        Database known = databases.get(sink);
        if (known == null) {
            known = new Database(sink, mistakes, Branches.KEPT);
            databases.put(sink, known);
        }
        return known;
    }

    @Override
    public void sessionLost(Session session) {
        database(session.sink()).sessionLost(session);
    }

    @Override
    public void look(String sink, long nanos, Consumer<Event> observer) {
        database(sink).look(nanos, observer);
        observer.accept(new Event.LookEnded(nanos, sink));
    }

    @Override
    public List<String> inDoubt() {
        List<String> names = new ArrayList<>();
        for (Database database : databases.values()) {
            database.transactions().forEach(transaction -> names.add(transaction.name));
        }
        return names;
    }

    @Override
    public long bookkeeping() {
        long count = 0;
        for (Database database : databases.values()) {
            count += database.rows() + database.transactions().size();
        }
        return count;
    }

    private final class DatabaseSink
            implements SupportsWriteAheadLog<OutputRecord>,
                    SupportsTwoPhaseCommit<OutputRecord>,
                    SupportsIdempotentWriter<OutputRecord>,
                    SupportsWriter<OutputRecord> {
        private final Session session;
        private final Database database;

        DatabaseSink(Session session, Database database) {
            this.session = session;
            this.database = database;
        }

        @Override
        public String kind() {
            return "model-database";
        }

        @Override
        public List<DeliveryStrategy> strategies() {
            return DatabaseModel.this.strategies();
        }

        @Override
        public Codec<OutputRecord> recordCodec(CodecRegistry registry) {
            return new OutputCodec();
        }

        @Override
        public LedgerShard<OutputRecord> openShard(ShardContext context) {
            return new DatabaseLedgerShard(database, new ShardClient(session, context));
        }

        @Override
        public TransactionShard<OutputRecord> openTransactionShard(ShardContext context) {
            return new PreparingShard(database, new ShardClient(session, context));
        }

        @Override
        public SinkWriter<OutputRecord> createIdempotentWriter(SinkContext context) {
            return new BufferedWriter(session.network(), mistakes, records -> {
                for (OutputRecord record : records) {
                    if (latestByKey) {
                        KeyedPut.ofVersion(database.view, record, record.sequence(), mistakes);
                    } else {
                        KeyedPut.ofPlace(database.view, record, mistakes);
                    }
                }
                return true;
            });
        }

        @Override
        public SinkWriter<OutputRecord> createWriter(SinkContext context) {
            return new BufferedWriter(session.network(), mistakes, records -> {
                database.view.addAll(records);
                return true;
            });
        }
    }
}
