package dev.weir.consistency.model;

import dev.weir.consistency.history.Event;
import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.history.Promise;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.sink.Sink;
import dev.weir.sink.SinkContext;
import dev.weir.sink.SinkWriter;
import dev.weir.sink.SupportsIdempotentWriter;
import dev.weir.sink.SupportsWriter;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * An index like Elasticsearch: documents under an id with an external version, written by bulk requests of which single items may
 * fail, and seen by a search only after a refresh. Documents are kept by partition and offset, or by key.
 */
public final class BulkIndexModel implements ModelDestination {
    private final boolean latestByKey;
    private final Set<Mistake> mistakes;
    private final Map<String, BulkIndex> indices = new TreeMap<>();

    private BulkIndexModel(boolean latestByKey, Mistake[] mistakes) {
        this.latestByKey = latestByKey;
        this.mistakes = EnumSet.noneOf(Mistake.class);
        this.mistakes.addAll(List.of(mistakes));
    }

    /** One with a document for each record. */
    public static BulkIndexModel ofRecords(Mistake... mistakes) {
        return new BulkIndexModel(false, mistakes);
    }

    /** One with a document for each key. */
    public static BulkIndexModel ofLatest(Mistake... mistakes) {
        return new BulkIndexModel(true, mistakes);
    }

    @Override
    public List<DeliveryStrategy> strategies() {
        return latestByKey
                ? List.of(DeliveryStrategy.IDEMPOTENT)
                : List.of(DeliveryStrategy.IDEMPOTENT, DeliveryStrategy.AT_LEAST_ONCE);
    }

    @Override
    public Promise promise(DeliveryStrategy strategy) {
        return latestByKey ? Promise.LATEST_BY_KEY : Promise.of(strategy);
    }

    @Override
    public Sink<OutputRecord> connect(Session session) {
        return new BulkSink(session, index(session.sink()));
    }

    private BulkIndex index(String sink) {
        BulkIndex known = indices.get(sink);
        if (known == null) {
            known = new BulkIndex(sink, mistakes);
            indices.put(sink, known);
        }
        return known;
    }

    /** A connection holds nothing. */
    @Override
    public void sessionLost(Session session) {}

    /** An index refreshes itself now and then. */
    @Override
    public void timePassed(long nanos) {
        indices.values().forEach(BulkIndex::refresh);
    }

    @Override
    public void look(String sink, long nanos, Consumer<Event> observer) {
        index(sink).view.look(sink, nanos, observer);
        observer.accept(new Event.LookEnded(nanos, sink));
    }

    @Override
    public List<String> inDoubt() {
        return List.of();
    }

    @Override
    public long bookkeeping() {
        return 0;
    }

    private final class BulkSink implements SupportsIdempotentWriter<OutputRecord>, SupportsWriter<OutputRecord> {
        private final Session session;
        private final BulkIndex index;

        BulkSink(Session session, BulkIndex index) {
            this.session = session;
            this.index = index;
        }

        @Override
        public String kind() {
            return "model-bulk-index";
        }

        @Override
        public List<DeliveryStrategy> strategies() {
            return BulkIndexModel.this.strategies();
        }

        @Override
        public SinkWriter<OutputRecord> createIdempotentWriter(SinkContext context) {
            BulkIndex.Ids ids = latestByKey ? BulkIndex.Ids.BY_KEY : BulkIndex.Ids.BY_PLACE;
            return new BulkWriter(
                    session.network(),
                    index,
                    mistakes.contains(Mistake.WHOLE_BATCH_AGAIN) ? BulkIndex.Ids.GIVEN_BY_INDEX : ids);
        }

        @Override
        public SinkWriter<OutputRecord> createWriter(SinkContext context) {
            return new BulkWriter(session.network(), index, BulkIndex.Ids.GIVEN_BY_INDEX);
        }
    }
}
