package dev.weir.examples.orders;

/**
 * A {@link Revenue} as others read it in a topic, in JSON.
 *
 * @param minute when it began, in milliseconds since 1970
 * @param orders the number of orders
 * @param cents the sum of what they cost
 */
public record RevenueMessage(String product, long minute, long orders, long cents) {
    static RevenueMessage of(Revenue revenue) {
        return new RevenueMessage(
                revenue.product(), revenue.minute().toEpochMilli(), revenue.orders(), revenue.cents());
    }
}
