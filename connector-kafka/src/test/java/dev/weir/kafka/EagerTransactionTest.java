package dev.weir.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class EagerTransactionTest {
    private static final int LIMIT = 4_000;
    private static final byte[] RECORD = new byte[96];

    private final ShardTurn turn = new ShardTurn();
    private final EagerTransaction<String> transaction = new EagerTransaction<>(
            turn,
            7,
            () -> {
                throw new AssertionError("the bytes are there");
            },
            new EncodedRecord("topic"),
            new SendQueue(LIMIT),
            "id");

    private void write(int records) {
        for (int i = 0; i < records; i++) {
            transaction.writeEncoded(RECORD, 0, RECORD.length);
        }
    }

    @Test
    void isFullFromAQuarterOfItsQueueUntilItsTurnComes() {
        turn.pass(6);
        write(9);
        assertThat(transaction.isFull()).isFalse();
        write(1);
        assertThat(transaction.isFull()).isTrue();
        turn.pass(7);
        assertThat(transaction.isFull()).isFalse();
    }

    @Test
    void isNotFullOnceItHasGivenUp() {
        turn.pass(6);
        write(41);
        assertThat(transaction.isFull()).as("its queue has overflowed").isFalse();
        write(20);
        assertThat(transaction.isFull()).isFalse();
    }
}
