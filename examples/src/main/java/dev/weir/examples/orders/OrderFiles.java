package dev.weir.examples.orders;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.stream.IntStream;

/**
 * A day of orders in {@value #SHOPS} shops, one CSV file for each. The same seed and number give the same bytes, on every
 * machine.
 *
 * <p>Lines are out of order, as from tills that send late: a line may be up to {@link ShopOrders#DISORDER} older than the newest
 * line before it in its file.
 *
 * @param orders in all files together
 */
public record OrderFiles(long seed, long orders) {
    public static final int SHOPS = 8;
    public static final LocalDate DAY = LocalDate.of(2025, 3, 14);

    /** No line is longer, its end included. */
    public static final int LONGEST_LINE_BYTES = 80;

    private static final String HEADER = "id,time,product,cents\n";

    public OrderFiles {
        if (orders < 0) {
            throw new IllegalArgumentException(
                    "Cannot write orders: their number is negative: " + orders + "; give 0 or more");
        }
    }

    /** Writes {@code shop-1.csv} and so on into a folder that exists. */
    public void write(Path folder) throws IOException {
        try {
            IntStream.rangeClosed(1, SHOPS).parallel().forEach(shop -> writeShop(folder, shop));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void writeShop(Path folder, int shop) {
        ShopOrders made = new ShopOrders(seed, shop, SHOPS, orders);
        try (OutputStream file = Files.newOutputStream(folder.resolve("shop-" + shop + ".csv"));
                LineWriter lines = new LineWriter(file)) {
            lines.text(HEADER.getBytes(StandardCharsets.US_ASCII));
            while (made.advance()) {
                lines.order(made.id(), made.millis(), made.product(), made.cents());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
