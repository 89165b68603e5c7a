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
import dev.weir.sink.SupportsWriteAheadLog;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A store like Redis: no transactions, but a script that runs as one step. A unit's records are pushed to a list by such a script,
 * with the ledger entry; single records are set under their key with their version.
 */
public final class KeyValueModel implements ModelDestination {
    private final Set<Mistake> mistakes;
    private final Map<String, KeyValues> stores = new TreeMap<>();

    private KeyValueModel(Mistake[] mistakes) {
        this.mistakes = EnumSet.noneOf(Mistake.class);
        this.mistakes.addAll(List.of(mistakes));
    }

    public static KeyValueModel create(Mistake... mistakes) {
        return new KeyValueModel(mistakes);
    }

    @Override
    public List<DeliveryStrategy> strategies() {
        return List.of(DeliveryStrategy.WRITE_AHEAD_LOG, DeliveryStrategy.IDEMPOTENT);
    }

    @Override
    public Promise promise(DeliveryStrategy strategy) {
        return strategy == DeliveryStrategy.IDEMPOTENT ? Promise.LATEST_BY_KEY : Promise.of(strategy);
    }

    @Override
    public Sink<OutputRecord> connect(Session session) {
        return new KeyValueSink(session, store(session.sink()));
    }

    private KeyValues store(String sink) {
        KeyValues known = stores.get(sink);
        if (known == null) {
            known = new KeyValues(sink, mistakes);
            stores.put(sink, known);
        }
        return known;
    }

    /** A connection holds nothing. */
    @Override
    public void sessionLost(Session session) {}

    @Override
    public void look(String sink, long nanos, Consumer<Event> observer) {
        store(sink).look(nanos, observer);
        observer.accept(new Event.LookEnded(nanos, sink));
    }

    @Override
    public List<String> inDoubt() {
        return List.of();
    }

    @Override
    public long bookkeeping() {
        return stores.values().stream().mapToLong(KeyValues::rows).sum();
    }

    private final class KeyValueSink
            implements SupportsWriteAheadLog<OutputRecord>, SupportsIdempotentWriter<OutputRecord> {
        private final Session session;
        private final KeyValues store;

        KeyValueSink(Session session, KeyValues store) {
            this.session = session;
            this.store = store;
        }

        @Override
        public String kind() {
            return "model-key-value";
        }

        @Override
        public List<DeliveryStrategy> strategies() {
            return KeyValueModel.this.strategies();
        }

        @Override
        public Codec<OutputRecord> recordCodec(CodecRegistry registry) {
            return new OutputCodec();
        }

        @Override
        public LedgerShard<OutputRecord> openShard(ShardContext context) {
            return new ScriptShard(store, new ShardClient(session, context));
        }

        @Override
        public SinkWriter<OutputRecord> createIdempotentWriter(SinkContext context) {
            return new BufferedWriter(session.network(), mistakes, records -> {
                for (OutputRecord record : records) {
                    KeyedPut.ofVersion(store.view, record, record.sequence(), mistakes);
                }
                return true;
            });
        }
    }
}
