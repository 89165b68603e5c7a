package dev.weir.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EncodedNameTest {
    @ParameterizedTest
    @CsvSource({
        "orders, orders",
        "Orders_2-b.c, Orders_2-b.c",
        "my job, my%20job",
        "a/b, a%2fb",
        ".., %2e.",
        "100%, 100%25",
        "a~b, a%7eb",
        "zähler, z%c3%a4hler"
    })
    void encodesAndDecodes(String text, String name) {
        assertThat(EncodedName.encode(text)).isEqualTo(name);
        assertThat(EncodedName.decode(name)).isEqualTo(text);
    }

    @Test
    void isReversibleForAnyText() {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            String text = random.ints(random.nextInt(12), 0, 0x3000)
                    .filter(Character::isDefined)
                    .filter(c -> !Character.isSurrogate((char) c))
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            String name = EncodedName.encode(text);
            assertThat(name).matches("[A-Za-z0-9_.%-]*").doesNotStartWith(".");
            assertThat(EncodedName.decode(name)).isEqualTo(text);
        }
    }
}
