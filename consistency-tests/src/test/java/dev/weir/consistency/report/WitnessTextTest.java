package dev.weir.consistency.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.consistency.history.Witness;
import dev.weir.consistency.history.Witness.Step;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WitnessTextTest {
    @Test
    void drawsALaneForEachWhoDidSomething() {
        assertThat(String.join("\n", WitnessText.lines(Results.DOUBLED))).isEqualTo("""
                          attempt 1  attempt 2  reader
                          *          |          |       commits unit 4 of shard 0: 3 records
                +1.2 ms   *          |          |       dies before it hears of it
                +2.5 s    |          *          |       applies unit 4 of shard 0 again, without asking the ledger
                +2.6 s    |          |          *       sees partition 1 offset 7 twice""");
    }

    @Test
    void keepsColumnsWhateverTheNamesAre() {
        Witness witness = new Witness(
                List.of(new Step(0, "a very long name of a lane", "one\ntwo\u001b[2J"), new Step(0, "", "nobody")));

        assertThat(WitnessText.lines(witness))
                .containsExactly(
                        "          a very long na",
                        "          *               | one two [2J",
                        "          |               * nobody");
    }

    @Test
    void drawsNothingOfNoSteps() {
        assertThat(WitnessText.lines(new Witness(List.of()))).isEmpty();
    }
}
