package dev.weir.consistency.simulation;

import dev.weir.sink.DeliveryStrategy;
import org.junit.jupiter.api.Test;

class ScratchTest {
    @Test
    void run() throws Exception {
        Scenario s = Scenario.of("scratch WAL", DeliveryStrategy.WRITE_AHEAD_LOG, ScratchModel::new);
        SimulationResult r = Simulation.run(s, 1, s.clean());
        System.out.println(r.conclusion() + " steps " + r.steps());
        for (var l : dev.weir.fault.Label.values()) System.out.print(l + "=" + r.reached().of(l) + " ");
        for (var l : dev.weir.consistency.model.Rpc.values()) System.out.print(l + "=" + r.reached().of(l) + " ");
        System.out.println();
        Findings f = Exhaustive.run(s, 1);
        f.cases().forEach(c -> { if (c.verdict() != dev.weir.consistency.history.Verdict.PASS) System.out.println(c); });
        System.out.println(f.speed());
        for (int i = 0; i < 10; i++) {
            f = SeededRuns.run(s, i * 10000, 10000);
            System.out.println(f.cases() + f.speed());
        }
    }
}
