package dev.weir.consistency.simulation;

import dev.weir.consistency.history.Promise;
import dev.weir.consistency.model.BulkIndexModel;
import dev.weir.consistency.model.DatabaseModel;
import dev.weir.consistency.model.KeyValueModel;
import dev.weir.consistency.model.ModelDestination;
import dev.weir.consistency.model.TransactionLogModel;
import dev.weir.consistency.model.XaModel;
import dev.weir.sink.DeliveryStrategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The scenarios without a mistake: every strategy over every kind of model destination that it can be used with. */
public final class Scenarios {
    /** Longer than any run in virtual time: only a planned {@link Fault.Kind#EXPIRE} lets it pass. */
    private static final Duration LONG = Duration.ofHours(1);

    private Scenarios() {}

    /** All of them; together they reach every label. */
    public static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>(small());
        for (DeliveryStrategy strategy : List.of(DeliveryStrategy.WRITE_AHEAD_LOG, DeliveryStrategy.TWO_PHASE)) {
            all.add(of("two model-databases", strategy, DatabaseModel::ofRecords)
                    .withShape(Scenario.Shape.SMALL.withSinks(2)));
        }
        all.add(of("model-database long", DeliveryStrategy.TWO_PHASE_INSURED, DatabaseModel::ofRecords)
                .withShape(Scenario.Shape.LONG));
        return all;
    }

    /** One sink, a short input. */
    public static List<Scenario> small() {
        List<Scenario> small = new ArrayList<>();
        add(small, "model-database", DatabaseModel::ofRecords);
        add(small, "model-database latest", DatabaseModel::ofLatest);
        add(small, "model-log", () -> TransactionLogModel.expiringAfter(LONG));
        add(small, "model-xa", XaModel::keeping);
        add(small, "model-xa impatient", () -> XaModel.rollingBackAfter(LONG));
        add(small, "model-key-value", KeyValueModel::create);
        add(small, "model-bulk", BulkIndexModel::ofRecords);
        add(small, "model-bulk latest", BulkIndexModel::ofLatest);
        return small;
    }

    private static void add(List<Scenario> all, String name, Supplier<ModelDestination> destination) {
        for (DeliveryStrategy strategy : destination.get().strategies()) {
            all.add(of(name, strategy, destination));
        }
    }

    private static Scenario of(String name, DeliveryStrategy strategy, Supplier<ModelDestination> destination) {
        Promise promise = destination.get().promise(strategy);
        return Scenario.of(name + " " + strategy, strategy, destination).withPromise(promise);
    }
}
