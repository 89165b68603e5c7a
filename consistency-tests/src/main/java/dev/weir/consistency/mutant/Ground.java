package dev.weir.consistency.mutant;

import dev.weir.consistency.history.Promise;
import dev.weir.consistency.model.BulkIndexModel;
import dev.weir.consistency.model.DatabaseModel;
import dev.weir.consistency.model.KeyValueModel;
import dev.weir.consistency.model.Mistake;
import dev.weir.consistency.model.ModelDestination;
import dev.weir.consistency.model.TransactionLogModel;
import dev.weir.consistency.model.XaModel;
import dev.weir.consistency.simulation.Mutation;
import dev.weir.consistency.simulation.Scenario;
import dev.weir.sink.DeliveryStrategy;
import java.time.Duration;
import java.util.function.Function;

/** Where a mistake is made: a kind of destination with a strategy. */
enum Ground {
    DATABASE_LOG(DeliveryStrategy.WRITE_AHEAD_LOG, DatabaseModel::ofRecords),
    DATABASE_TWO_PHASE(DeliveryStrategy.TWO_PHASE, DatabaseModel::ofRecords),
    DATABASE_INSURED(DeliveryStrategy.TWO_PHASE_INSURED, DatabaseModel::ofRecords),
    DATABASE_RECORDS(DeliveryStrategy.IDEMPOTENT, DatabaseModel::ofRecords),
    DATABASE_LATEST(DeliveryStrategy.IDEMPOTENT, DatabaseModel::ofLatest),
    DATABASE_PLAIN(DeliveryStrategy.AT_LEAST_ONCE, DatabaseModel::ofRecords),
    LOG_INSURED(DeliveryStrategy.TWO_PHASE_INSURED, Ground::log),
    LOG_LOG(DeliveryStrategy.WRITE_AHEAD_LOG, Ground::log),
    XA_TWO_PHASE(DeliveryStrategy.TWO_PHASE, XaModel::keeping),
    XA_IMPATIENT(
            DeliveryStrategy.TWO_PHASE_INSURED, mistakes -> XaModel.rollingBackAfter(Duration.ofSeconds(30), mistakes)),
    XA_IN_VAIN(DeliveryStrategy.TWO_PHASE_INSURED, mistakes -> XaModel.answeringInVain(1, mistakes)),
    KEY_VALUE_LOG(DeliveryStrategy.WRITE_AHEAD_LOG, KeyValueModel::create),
    KEY_VALUE_LATEST(DeliveryStrategy.IDEMPOTENT, KeyValueModel::create),
    BULK_RECORDS(DeliveryStrategy.IDEMPOTENT, BulkIndexModel::ofRecords),
    BULK_LATEST(DeliveryStrategy.IDEMPOTENT, BulkIndexModel::ofLatest);

    private final DeliveryStrategy strategy;

    @SuppressWarnings("ImmutableEnumChecker") // method references
    private final Function<Mistake[], ModelDestination> destination;

    Ground(DeliveryStrategy strategy, Function<Mistake[], ModelDestination> destination) {
        this.strategy = strategy;
        this.destination = destination;
    }

    private static ModelDestination log(Mistake[] mistakes) {
        return TransactionLogModel.expiringAfter(Duration.ofSeconds(30), mistakes);
    }

    /** With nothing wrong. */
    Scenario scenario() {
        Promise promise = destination.apply(new Mistake[0]).promise(strategy);
        String name = name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        return Scenario.of(name, strategy, () -> destination.apply(new Mistake[0]))
                .withPromise(promise);
    }

    /** The connector makes these mistakes. */
    Mutation with(Mistake... mistakes) {
        return new Mutation() {
            @Override
            public ModelDestination destination(ModelDestination real) {
                return destination.apply(mistakes);
            }
        };
    }
}
