package dev.weir.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class TripwireTest {

    @Test
    void findsAMatchAcrossTheBorderOfTwoChunks() {
        Tripwire tripwire = new Tripwire(CutPoint.requestLost("COMMIT"));
        assertThat(find(tripwire, "xxCOM", 0)).isEmpty();
        assertThat(find(tripwire, "xxCOMMIT", 5)).hasValue(-3);
    }

    @Test
    void countsEachMatchOnce() {
        Tripwire tripwire = new Tripwire(CutPoint.requestLost("ab").atOccurrence(3));
        assertThat(find(tripwire, "abab", 0)).isEmpty();
        assertThat(find(tripwire, "ababx", 4)).isEmpty();
        assertThat(find(tripwire, "ababxab", 5)).hasValue(0);
        assertThat(find(tripwire, "abab", 0)).isEmpty();
    }

    @Test
    void looksInItsDirectionOnly() {
        Tripwire tripwire = new Tripwire(CutPoint.replyLost("ab"));
        assertThat(find(tripwire, "ab", 0)).isEmpty();
    }

    @Test
    void takesOnlyTextsThatItCanFind() {
        assertThatThrownBy(() -> CutPoint.requestLost("")).hasMessageStartingWith("Cannot cut at a text: it is empty");
        assertThatThrownBy(() -> CutPoint.requestLost("€")).isInstanceOf(TestbedException.class);
        assertThatThrownBy(() -> CutPoint.requestLost("a").atOccurrence(0))
                .hasMessageContaining("occurrence=0; use 1 for the first");
    }

    private static OptionalInt find(Tripwire tripwire, String window, int carried) {
        byte[] bytes = window.getBytes(StandardCharsets.ISO_8859_1);
        return tripwire.findIn(new Chunk(Direction.TO_SERVER, bytes, carried, bytes.length, List.of()));
    }
}
