package dev.weir.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class StreamPositionTest {
    private static long digest(long before, String record) {
        byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
        return StreamPosition.digest(before, bytes, 0, bytes.length);
    }

    @Test
    void changesWithEveryBitAndLength() {
        byte[] bytes = new byte[40];
        new Random(7).nextBytes(bytes);
        Set<Long> digests = new HashSet<>();
        for (int length = 0; length <= bytes.length; length++) {
            digests.add(StreamPosition.digest(0, bytes, 0, length));
            for (int bit = 0; bit < length * 8; bit++) {
                bytes[bit / 8] ^= (byte) (1 << bit % 8);
                digests.add(StreamPosition.digest(0, bytes, 0, length));
                bytes[bit / 8] ^= (byte) (1 << bit % 8);
            }
        }
        assertThat(digests).hasSize(41 + 8 * 40 * 41 / 2);
    }

    @Test
    void dependsOnOrderAndOnWhereRecordsEnd() {
        assertThat(digest(digest(0, "a"), "b")).isNotEqualTo(digest(digest(0, "b"), "a"));
        assertThat(digest(digest(0, "ab"), "c")).isNotEqualTo(digest(digest(0, "a"), "bc"));
        assertThat(digest(0, "")).isNotEqualTo(0);
    }

    @Test
    void dependsOnTheBytesAndNotOnWhereTheyLie() {
        byte[] bytes = "-- a record of more than eight bytes".getBytes(StandardCharsets.UTF_8);
        assertThat(StreamPosition.digest(5, bytes, 3, bytes.length - 3))
                .isEqualTo(digest(5, "a record of more than eight bytes"));
    }

    /** Ledgers and checkpoints hold digests: a change makes every job refuse its own. */
    @Test
    void neverChangesItsFormula() {
        assertThat(digest(0, "")).isEqualTo(-1205034819632174695L);
        assertThat(digest(digest(0, "weir"), "a record of more than eight bytes"))
                .isEqualTo(3791348184250736708L);
    }
}
