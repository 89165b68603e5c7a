package dev.weir.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cli.terminal.Palette;
import org.junit.jupiter.api.Test;

final class SummaryTest {

    private static final Palette PLAIN = new Palette(false, false);

    @Test
    void listsWhatCameInAndWhatWasCounted() {
        assertThat(Summary.of(Outcomes.exact(), PLAIN))
                .contains(
                        "orders in                 1,000,000",
                        "orders counted            1,000,000",
                        "lost                              0",
                        "doubled                           0",
                        "restarts                          1",
                        "median recovery              890 ms")
                .anyMatch(line -> line.startsWith("Exactly once."));
    }

    @Test
    void showsWhatIsWrong() {
        assertThat(Summary.of(Outcomes.found(Breakage.LEDGER_FIRST, new Sums(999_000, 449_000_000)), PLAIN))
                .contains("lost                          1,000")
                .anyMatch(line -> line.startsWith("Damaged. 1 of 1 sums"))
                .anyMatch(line -> line.contains("1000000 orders, the table says 999000"))
                .anyMatch(line -> line.contains("--break ledger-first broke the sink on purpose"));
    }

    @Test
    void hasAColumnForEachDestination() {
        assertThat(Summary.of(Outcomes.ofKafka(Breakage.NONE, Outcomes.TRUTH, Outcomes.SEEN), PLAIN))
                .contains(
                        "                              topic          table",
                        "orders in                 1,000,000",
                        "orders counted            1,000,000      1,000,000",
                        "lost                              0              0",
                        "restarts                          1",
                        "first result after         1,080 ms",
                        "broker kills                      1",
                        "broker recovery            3,100 ms",
                        "database recovery            450 ms")
                .anyMatch(line -> line.equals(
                        "Exactly once. All 1 sums in Kafka and in PostgreSQL equal the truth, to the cent."));
    }

    @Test
    void saysWhatTheJobLeftBehind() {
        assertThat(Summary.of(
                        Outcomes.ofKafka(
                                Breakage.NONE, Outcomes.TRUTH, Outcomes.SEEN, "transaction a in state ONGOING"),
                        PLAIN))
                .containsSubsequence("Damaged. The job left behind:", "  transaction a in state ONGOING");
    }
}
