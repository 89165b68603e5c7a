package dev.weir.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

final class ResultsTallyTest {

    private static final long NINE = 1741942800000L;
    private static final long MINUTE = 60_000;

    private final ResultsTally tally = new ResultsTally();

    @Test
    void addsUpEachProductAndMinute() {
        tally.add(result(0, 0, "latte", NINE, 3, 900));
        tally.add(result(1, 0, "mocha", NINE + MINUTE, 2, 800));

        assertThat(tally.sums())
                .isEqualTo(Map.of(
                        new Cell("2025-03-14T09:00", "latte"), new Sums(3, 900),
                        new Cell("2025-03-14T09:01", "mocha"), new Sums(2, 800)));
        assertThat(tally.orders()).isEqualTo(5);
        assertThat(tally.repeated() + tally.disordered()).isZero();
    }

    @Test
    void countsAResultThatIsThereTwice() {
        tally.add(result(0, 0, "latte", NINE, 3, 900));
        tally.add(result(0, 1, "latte", NINE + MINUTE, 2, 800));
        tally.add(result(0, 2, "latte", NINE, 3, 900));

        assertThat(tally.repeated()).isEqualTo(1);
        assertThat(tally.disordered()).isZero();
        assertThat(tally.sums()).containsEntry(new Cell("2025-03-14T09:00", "latte"), new Sums(6, 1800));
    }

    @Test
    void countsAResultThatComesAfterALaterOne() {
        tally.add(result(0, 0, "latte", NINE + MINUTE, 3, 900));
        tally.add(result(0, 1, "latte", NINE, 2, 800));

        assertThat(tally.disordered()).isEqualTo(1);
    }

    @Test
    void knowsWhetherAnotherReaderSawTheSame() {
        ResultsTally other = new ResultsTally();
        ResultsTally moved = new ResultsTally();
        tally.add(result(0, 0, "latte", NINE, 3, 900));
        other.add(result(0, 0, "latte", NINE, 3, 900));
        moved.add(result(0, 1, "latte", NINE, 3, 900));

        assertThat(tally.sawTheSameAs(other)).isTrue();
        assertThat(tally.sawTheSameAs(moved)).isFalse();
        assertThat(tally.sawTheSameAs(new ResultsTally())).isFalse();
    }

    @Test
    void saysWhereARecordIsThatItCannotRead() {
        assertThatThrownBy(() -> tally.add(message(3, 7, "{\"minute\":")))
                .isInstanceOf(DemoException.class)
                .hasMessageContaining("partition=3, offset=7");
    }

    private static ConsumerRecord<byte[], byte[]> result(
            int partition, long offset, String product, long minute, long orders, long cents) {
        return message(
                partition,
                offset,
                "{\"product\":\"%s\",\"minute\":%d,\"orders\":%d,\"cents\":%d}"
                        .formatted(product, minute, orders, cents));
    }

    private static ConsumerRecord<byte[], byte[]> message(int partition, long offset, String json) {
        return new ConsumerRecord<>("revenue", partition, offset, new byte[0], json.getBytes(StandardCharsets.UTF_8));
    }
}
