package dev.weir.cli.demo;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Adds up the results in a topic, as one reader sees them. Not thread-safe. */
final class ResultsTally {

    private final Map<Cell, Sums> sums = new HashMap<>();
    private final Map<String, String> lastMinutes = new HashMap<>();
    private final Map<Integer, Long> fingerprints = new TreeMap<>();
    private long results;
    private long orders;
    private long repeated;
    private long disordered;

    void add(ConsumerRecord<byte[], byte[]> message) {
        JsonFields result = JsonFields.of(message);
        String product = result.text("product");
        String minute = Cell.minuteOf(result.number("minute"));
        long count = result.number("orders");
        long cents = result.number("cents");
        results++;
        orders += count;
        if (sums.merge(new Cell(minute, product), new Sums(count, cents), Sums::plus)
                        .orders()
                != count) {
            repeated++;
        } else {
            String last = lastMinutes.put(product, minute);
            disordered += last != null && last.compareTo(minute) > 0 ? 1 : 0;
        }
        fingerprints.merge(message.partition(), print(message), (before, print) -> 31 * before + print);
    }

    private static long print(ConsumerRecord<byte[], byte[]> message) {
        return 31 * message.offset() + Arrays.hashCode(message.value());
    }

    Map<Cell, Sums> sums() {
        return new TreeMap<>(sums);
    }

    long results() {
        return results;
    }

    /** Counted in all results. */
    long orders() {
        return orders;
    }

    /** Results for a product and minute that had one before. */
    long repeated() {
        return repeated;
    }

    /** Results of a product that came after one of a later minute. */
    long disordered() {
        return disordered;
    }

    /** Whether both saw the same records at the same places. */
    boolean sawTheSameAs(ResultsTally other) {
        return results == other.results && fingerprints.equals(other.fingerprints);
    }
}
