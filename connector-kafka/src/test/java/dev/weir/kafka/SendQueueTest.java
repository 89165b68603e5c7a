package dev.weir.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SendQueueTest {
    private static final int LIMIT = 1 << 20;

    private final SendQueue queue = new SendQueue(LIMIT);

    private boolean add(String record) {
        byte[] bytes = ("_" + record).getBytes(StandardCharsets.UTF_8);
        return queue.add(bytes, 1, bytes.length - 1);
    }

    private List<String> drained() {
        List<String> records = new ArrayList<>();
        queue.drain((array, offset, length) -> records.add(new String(array, offset, length, StandardCharsets.UTF_8)));
        return records;
    }

    @Test
    void givesRecordsOfAnySizeInTheirOrder() {
        List<String> records =
                List.of("a", "", "x".repeat(400_000), "b", "y".repeat(100_000), "z".repeat(100_000), "c");
        records.forEach(record -> assertThat(add(record)).isTrue());
        assertThat(drained()).isEqualTo(records);
        assertThat(drained()).isEmpty();
    }

    @Test
    void takesNoMoreThanItsLimitAndAsMuchAgainWhenItWasDrained() {
        String half = "h".repeat(LIMIT / 2 - 10);
        for (int i = 0; i < 2; i++) {
            assertThat(add(half)).isTrue();
            assertThat(queue.isFilledTo(0.5)).isFalse();
            assertThat(add("tail of ten")).isTrue();
            assertThat(queue.isFilledTo(0.5)).isTrue();
            assertThat(add(half)).isFalse();
            assertThat(drained()).containsExactly(half, "tail of ten");
            assertThat(queue.isFilledTo(0.5)).isFalse();
        }
    }

    @Test
    void forgetsWhatItIsToldTo() {
        assertThat(add("x".repeat(LIMIT - 100))).isTrue();
        queue.clear();
        assertThat(add("y".repeat(LIMIT - 100))).isTrue();
        assertThat(drained()).hasSize(1).first().asString().startsWith("yy");
    }
}
