package dev.weir.consistency.contract;

import dev.weir.consistency.history.Event;
import dev.weir.consistency.history.EventVisitor;
import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.history.Promise;
import dev.weir.consistency.model.ModelDestination;
import dev.weir.consistency.model.Network;
import dev.weir.consistency.model.NetworkException;
import dev.weir.consistency.model.Rpc;
import dev.weir.consistency.subject.Destination;
import dev.weir.consistency.subject.SinkUnderTest;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.sink.Sink;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A model destination with a perfect network, one request at a time; each sink is a process of its own. */
final class ModelSubject implements SinkUnderTest {
    private static final String SINK = "out";

    private final String name;
    private final Supplier<ModelDestination> models;
    private ModelDestination model;
    private List<OutputRecord> visible = new ArrayList<>();

    ModelSubject(String name, Supplier<ModelDestination> models) {
        this.name = name;
        this.models = models;
        this.model = models.get();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<DeliveryStrategy> strategies() {
        return model.strategies();
    }

    @Override
    public Promise promise(DeliveryStrategy strategy) {
        return model.promise(strategy);
    }

    @Override
    public Destination start() {
        return new Model();
    }

    @Override
    public Sink<OutputRecord> create(String address, DeliveryStrategy strategy) {
        return model.connect(new ModelDestination.Session(SINK, new OneByOne(), event -> {}));
    }

    @Override
    public String toString() {
        return name;
    }

    private final class OneByOne implements Network {
        @Override
        public <T> T call(Rpc rpc, Supplier<T> request) throws NetworkException {
            synchronized (ModelSubject.this) {
                return request.get();
            }
        }
    }

    private final class Model implements Destination, Destination.SupportsInDoubt {
        @Override
        public String address() {
            return "model";
        }

        @Override
        public void prepare(DeliveryStrategy strategy) {
            synchronized (ModelSubject.this) {
                model = models.get();
                visible = new ArrayList<>();
            }
        }

        @Override
        public void read(Consumer<OutputRecord> reader) {
            synchronized (ModelSubject.this) {
                model.look(SINK, 0, this::follow);
                visible.forEach(reader);
            }
        }

        private void follow(Event event) {
            event.visit(new EventVisitor() {
                @Override
                public void appeared(Event.Appeared seen) {
                    visible.add(seen.record());
                }

                @Override
                public void vanished(Event.Vanished seen) {
                    visible.remove(seen.record());
                }
            });
        }

        @Override
        public List<String> inDoubt() {
            synchronized (ModelSubject.this) {
                return model.inDoubt();
            }
        }

        @Override
        public void close() {}
    }
}
