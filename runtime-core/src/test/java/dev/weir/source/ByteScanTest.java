package dev.weir.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class ByteScanTest {
    @Test
    void findsWhatASimpleLoopFinds() {
        Random random = new Random(1);
        byte[] alphabet = {'\n', 0x0B, 0x09, (byte) 0x8A, 0, (byte) 0xFF, 'a'};
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(40)];
            for (int index = 0; index < bytes.length; index++) {
                bytes[index] = alphabet[random.nextInt(alphabet.length)];
            }
            int from = random.nextInt(bytes.length + 1);
            int to = from + random.nextInt(bytes.length - from + 1);
            byte wanted = alphabet[random.nextInt(alphabet.length)];
            int first = -1;
            int count = 0;
            boolean ascii = true;
            for (int index = to - 1; index >= from; index--) {
                if (bytes[index] == wanted) {
                    first = index;
                    count++;
                }
                ascii &= bytes[index] >= 0;
            }
            assertThat(ByteScan.indexOf(bytes, from, to, wanted)).isEqualTo(first);
            assertThat(ByteScan.count(bytes, from, to, wanted)).isEqualTo(count);
            assertThat(ByteScan.isAscii(bytes, from, to)).isEqualTo(ascii);
        }
    }
}
