package dev.weir.consistency.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.fault.Label;
import dev.weir.sink.DeliveryStrategy;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelFaultTest {
    private final List<Report> journal = new ArrayList<>();

    @Test
    void stopsAtTheOccurrenceThatCounts() {
        LabelFault fault = new LabelFault(
                LabelFault.Plan.stop(Label.PREPARE_AFTER, 2), journal::add, () -> journal.add(new Report.Fenced(0)));
        fault.at(Label.PREPARE_AFTER);
        fault.at(Label.PREPARE_BEFORE);
        assertThat(journal)
                .containsExactly(new Report.Reached(Label.PREPARE_AFTER), new Report.Reached(Label.PREPARE_BEFORE));
        journal.clear();
        fault.at(Label.PREPARE_AFTER);
        assertThat(journal).containsExactly(new Report.Stopped(Label.PREPARE_AFTER), new Report.Fenced(0));
        fault.at(Label.PREPARE_AFTER);
        assertThat(journal).hasSize(2);
    }

    @Test
    void everyLabelIsRequiredOfAStrategyOrFoundOnTheWay() {
        EnumSet<Label> all = EnumSet.noneOf(Label.class);
        for (DeliveryStrategy strategy : DeliveryStrategy.values()) {
            all.addAll(Places.required(strategy));
        }
        all.addAll(Places.optional(EnumSet.allOf(Label.class)));
        assertThat(all).containsExactlyInAnyOrder(Label.values());
        assertThat(Places.optional(EnumSet.of(Label.PREPARE_AFTER, Label.COMMIT_AFTER_COMMIT)))
                .containsExactly(Label.COMMIT_AFTER_COMMIT);
    }
}
