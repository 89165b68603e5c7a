package dev.weir.examples.orders;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/**
 * What a till sends: an order, or that the shop has closed for the day. The latter has the time of the next day and no product.
 * It moves event time on, so that the last minutes of the day are complete without waiting for tomorrow's first order.
 *
 * @param id grows within a shop
 * @param time when the customer ordered, in milliseconds since 1970
 * @param cents what the customer paid
 */
public record OrderMessage(long id, long time, String product, long cents) {
    private static final Duration AFTER_CLOSING = Duration.ofHours(1);

    public static OrderMessage of(long id, Order order) {
        return new OrderMessage(id, order.time().toEpochMilli(), order.product(), order.cents());
    }

    public static OrderMessage closed() {
        Instant nextDay = OrderFiles.DAY.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        return new OrderMessage(0, nextDay.plus(AFTER_CLOSING).toEpochMilli(), "", 0);
    }

    /** As a till writes it. */
    public byte[] toJson() {
        return ("{\"id\":" + id + ",\"time\":" + time + ",\"product\":\"" + product + "\",\"cents\":" + cents + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Whether it is an order. */
    public boolean isSale() {
        return !product.isEmpty();
    }

    Order order() {
        return new Order(Instant.ofEpochMilli(time), product, cents);
    }
}
