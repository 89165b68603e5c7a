package dev.weir.examples.orders;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Formats the lines of an order file into a buffer: text blocks and format strings would take ten times as long. */
final class LineWriter implements AutoCloseable {

    private static final int BUFFER_BYTES = 1 << 16;
    private static final byte[] DATE = (OrderFiles.DAY + "T").getBytes(StandardCharsets.US_ASCII);
    private static final List<byte[]> PRODUCTS = Products.ALL.stream()
            .map(name -> name.getBytes(StandardCharsets.US_ASCII))
            .toList();

    private final OutputStream target;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int length;

    LineWriter(OutputStream target) {
        this.target = target;
    }

    /**
     * Appends a line.
     *
     * @param millis since the day began
     */
    void order(long id, long millis, int product, int cents) throws IOException {
        if (length + OrderFiles.LONGEST_LINE_BYTES > BUFFER_BYTES) {
            flush();
        }
        number(id);
        character(',');
        text(DATE);
        time((int) millis);
        character(',');
        text(PRODUCTS.get(product));
        character(',');
        number(cents);
        character('\n');
    }

    private void time(int millis) {
        int seconds = millis / 1000;
        digits(seconds / 3600, 2);
        character(':');
        digits(seconds / 60 % 60, 2);
        character(':');
        digits(seconds % 60, 2);
        character('.');
        digits(millis % 1000, 3);
        character('Z');
    }

    private void number(long value) {
        int count = 1;
        for (long rest = value / 10; rest > 0; rest /= 10) {
            count++;
        }
        digits(value, count);
    }

    private void digits(long value, int count) {
        long rest = value;
        for (int i = length + count - 1; i >= length; i--) {
            buffer[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += count;
    }

    void text(byte[] ascii) {
        System.arraycopy(ascii, 0, buffer, length, ascii.length);
        length += ascii.length;
    }

    private void character(char c) {
        buffer[length++] = (byte) c;
    }

    private void flush() throws IOException {
        target.write(buffer, 0, length);
        length = 0;
    }

    /** Hands over what is left; leaves the target open. */
    @Override
    public void close() throws IOException {
        flush();
    }
}
