package dev.weir.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.sink.DeliveryStrategy;
import dev.weir.sink.Sink;
import org.junit.jupiter.api.Test;

final class DeliveriesTest {
    @Test
    void choosesTheStrongestStrategyOfASink() {
        assertThat(Deliveries.strategyOf(new ModelDestination())).isEqualTo(DeliveryStrategy.WRITE_AHEAD_LOG);
        assertThat(Deliveries.strategyOf(new ModelTransactions())).isEqualTo(DeliveryStrategy.TWO_PHASE);
    }

    @Test
    void refusesASinkWithoutStrategy() {
        Sink<String> sink = () -> "nothing";
        assertThatThrownBy(() -> Deliveries.strategyOf(sink))
                .hasMessageStartingWith("Cannot deliver to sink nothing: it supports no strategy: class ")
                .hasMessageEndingWith(
                        "; implement SupportsWriteAheadLog, SupportsTwoPhaseCommit, SupportsIdempotentWriter or"
                                + " SupportsWriter");
    }
}
