package dev.weir.consistency.builtin;

import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.subject.Destination;
import dev.weir.consistency.subject.SinkUnderTest;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.sink.Sink;
import dev.weir.testbed.DatabaseServer;
import java.util.List;

/** The JDBC sink over a PostgreSQL server of its own. */
public final class JdbcPostgresql implements SinkUnderTest {
    @Override
    public String name() {
        return "jdbc-postgresql";
    }

    @Override
    public List<DeliveryStrategy> strategies() {
        return List.of(DeliveryStrategy.values());
    }

    @Override
    public Destination start() {
        return new DatabaseDestination(DatabaseServer.postgres(), DatabaseProduct.POSTGRESQL);
    }

    @Override
    public Sink<OutputRecord> create(String address, DeliveryStrategy strategy) {
        return RecordTable.sink(address, strategy);
    }
}
