package dev.weir.examples.orders;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.SplittableRandom;

/**
 * A day of orders in one shop, one after the other, made up by a seed: the same seed, shop and number give the same orders, on
 * every machine. Not thread-safe.
 *
 * <p>They are out of order, as from tills that send late: one may be up to {@link #DISORDER} older than the newest before it.
 */
public final class ShopOrders {
    public static final Duration DISORDER = Duration.ofSeconds(30);

    private static final Instant BEGIN = OrderFiles.DAY.atStartOfDay().toInstant(ZoneOffset.UTC);
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();
    private static final long ORDERS_PER_SHOP = 1_000_000_000;

    private final int shop;
    private final long count;
    private final SplittableRandom random;
    private long made;
    private long millis;
    private int product;
    private int cents;

    /**
     * @param shop from 1
     * @param shops over which the orders are spread evenly
     * @param orders in all shops together
     */
    public ShopOrders(long seed, int shop, int shops, long orders) {
        this.shop = shop;
        this.count = orders / shops + (shop <= orders % shops ? 1 : 0);
        this.random = new SplittableRandom(seed * shops + shop);
    }

    /** Goes on to the next order; false if there is none. */
    public boolean advance() {
        if (made == count) {
            return false;
        }
        long newest = (long) ((double) made / count * DAY_MILLIS);
        millis = Math.max(0, newest - random.nextLong(DISORDER.toMillis()));
        product = Products.pick(random);
        cents = Products.cents(product, random);
        made++;
        return true;
    }

    /** Of the current order; grows by one from order to order, and no two shops share one. */
    public long id() {
        return shop * ORDERS_PER_SHOP + made - 1;
    }

    /** The current order. */
    public Order order() {
        return new Order(BEGIN.plusMillis(millis), Products.ALL.get(product), cents);
    }

    /** When the current order was made, since the day began. */
    long millis() {
        return millis;
    }

    int product() {
        return product;
    }

    int cents() {
        return cents;
    }
}
