package dev.weir.kafka;

import org.jspecify.annotations.Nullable;

/**
 * Says which unit may use the shard's only producer: the one after the last that was committed. So no record of a later unit
 * comes to lie before one of an earlier unit, whatever has to be written again.
 *
 * <p><b>Threading:</b> given on by the committing thread, after its last use of the producer; read by any.
 */
final class ShardTurn {
    private static final long NOBODY = -1;

    private @Nullable ShardProducer producer;
    private volatile long sequence = NOBODY;

    boolean isOf(long unit) {
        return sequence == unit;
    }

    /** To be called only by whose turn it is. */
    @Nullable
    ShardProducer producer() {
        return producer;
    }

    /** It stays with the unit that has it, which will find another producer or none. */
    void replace(@Nullable ShardProducer next) {
        producer = next;
    }

    void pass(long unit) {
        sequence = unit;
    }

    void take() {
        sequence = NOBODY;
    }
}
