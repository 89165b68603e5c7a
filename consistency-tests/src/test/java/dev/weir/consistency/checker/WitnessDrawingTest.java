package dev.weir.consistency.checker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.consistency.history.Witness;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WitnessDrawingTest {
    @Test
    void lanesAreColumnsAndTimeRunsDownwards() {
        Witness witness = new Witness(List.of(
                new Witness.Step(5_000_000, "attempt 1", "wrote offset 7"),
                new Witness.Step(6_500_000, "store", "checkpoint 4 of attempt 1 is complete"),
                new Witness.Step(9_000_000, "reader", "sees offset 7")));

        assertThat(WitnessDrawing.of(witness, 80)).isEqualTo("""
                            attempt 1             store                 reader
                            ---------             -----                 ------
                +0.000 ms   wrote offset 7        |                     |
                +1.500 ms   |                     checkpoint 4 of       |
                            |                     attempt 1 is          |
                            |                     complete              |
                +4.000 ms   |                     |                     sees offset 7
                """);
    }

    @Test
    void nothingIsDrawnAsNothing() {
        assertThat(WitnessDrawing.of(new Witness(List.of()), 80)).isBlank();
    }
}
