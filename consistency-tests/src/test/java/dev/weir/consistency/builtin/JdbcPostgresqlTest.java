package dev.weir.consistency.builtin;

import dev.weir.consistency.SinkConsistencyTest;
import dev.weir.consistency.live.Bench;
import dev.weir.consistency.live.LiveCase;
import dev.weir.consistency.live.RealServers;
import dev.weir.consistency.subject.SinkUnderTest;
import dev.weir.fault.Label;
import dev.weir.sink.DeliveryStrategy;
import java.util.List;

class JdbcPostgresqlTest extends SinkConsistencyTest {
    @Override
    protected SinkUnderTest sinkUnderTest() {
        return new JdbcPostgresql();
    }

    @Override
    protected List<DeliveryStrategy> strategies() {
        return List.of(DeliveryStrategy.WRITE_AHEAD_LOG);
    }

    @Override
    protected List<LiveCase> cases(Bench bench) {
        return List.of(RealServers.halts(bench, List.of(Label.values())), RealServers.deaths(bench));
    }
}
