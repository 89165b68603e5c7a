package dev.weir.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class Utf8Test {
    @Test
    void agreesWithTheDecoderOnAllPairs() {
        for (int pair = 0; pair < 0x10000; pair++) {
            check(new byte[] {(byte) (pair >> 8), (byte) pair});
        }
    }

    @Test
    void agreesWithTheDecoderOnBytesNearTheLimits() {
        int[] limits = {
            0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC1, 0xC2, 0xDF, 0xE0, 0xED, 0xEF, 0xF0, 0xF4, 0xF5
        };
        for (int first : limits) {
            for (int second : limits) {
                for (int third : limits) {
                    check(new byte[] {(byte) first, (byte) second, (byte) third});
                    for (int fourth : limits) {
                        check(new byte[] {(byte) first, (byte) second, (byte) third, (byte) fourth});
                    }
                }
            }
        }
    }

    @Test
    void agreesWithTheDecoderOnTextWithOneWrongByte() {
        Random random = new Random(7);
        byte[] text = "Grüße, 世界, 𝄞 und mehr als acht Bytes".getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 20_000; round++) {
            byte[] broken = text.clone();
            broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
            check(broken);
        }
    }

    @Test
    void pointsAtTheFirstMalformedByte() {
        byte[] bytes = {'a', (byte) 0xC3, (byte) 0xBC, (byte) 0xE9, 'b'};
        assertThat(Utf8.firstMalformed(bytes, 0, bytes.length)).isEqualTo(3);
        assertThat(Utf8.firstMalformed(bytes, 0, 3)).isEqualTo(-1);
        assertThat(Utf8.firstMalformed(bytes, 0, 2)).isEqualTo(1);
    }

    private static void check(byte[] bytes) {
        boolean valid;
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            valid = true;
        } catch (CharacterCodingException e) {
            valid = false;
        }
        if ((Utf8.firstMalformed(bytes, 0, bytes.length) < 0) != valid) {
            throw new AssertionError(
                    (valid ? "refused: " : "accepted: ") + HexFormat.of().formatHex(bytes));
        }
    }
}
