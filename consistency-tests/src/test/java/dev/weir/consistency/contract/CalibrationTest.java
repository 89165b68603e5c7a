package dev.weir.consistency.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.consistency.builtin.BuiltInSinks;
import dev.weir.consistency.model.DatabaseModel;
import dev.weir.consistency.subject.Destination;
import dev.weir.consistency.subject.SinkUnderTest;
import dev.weir.sink.DeliveryStrategy;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The model database answers as PostgreSQL does: random traces of calls to the ports, by attempts that own the shard and by ones that
 * were replaced, are made on both, and after each call the answers, the visible records and the prepared transactions must be the same.
 */
final class CalibrationTest {
    private static final int TRACES = Integer.getInteger("weir.calibration.traces", 40);
    private static final int STEPS = 12;
    /** So many traces share a destination that was emptied once, each with a shard of its own. */
    private static final int SHARDS = 20;

    @SuppressWarnings("try") // close() may be interrupted like any other call
    @ParameterizedTest
    @EnumSource(
            value = DeliveryStrategy.class,
            names = {"WRITE_AHEAD_LOG", "TWO_PHASE"})
    void modelDatabaseAnswersAsPostgresDoes(DeliveryStrategy strategy) throws Exception {
        SinkUnderTest real = BuiltInSinks.byName("jdbc-postgresql").orElseThrow();
        SinkUnderTest model = new ModelSubject("model-database", DatabaseModel::ofRecords);
        long start = System.nanoTime();
        long calls = 0;
        try (Destination server = real.start();
                Destination memory = model.start()) {
            for (int trace = 0; trace < TRACES; trace++) {
                if (trace % SHARDS == 0) {
                    server.prepare(strategy);
                    memory.prepare(strategy);
                }
                Random random = new Random(trace);
                try (Twins twins = new Twins(
                        new Twins.World(model, memory), new Twins.World(real, server), strategy, trace % SHARDS)) {
                    Traces.of(strategy).run(twins, random, STEPS);
                    calls += twins.calls();
                    assertThat(twins.difference())
                            .as("trace %d of %s: %s", trace, strategy, twins.log())
                            .isEmpty();
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "calibration, %s: model database and PostgreSQL agree in %d of %d traces, %d calls, %.1f s%n",
                strategy,
                TRACES,
                TRACES,
                calls,
                (System.nanoTime() - start) / 1e9);
    }
}
