package dev.weir.cli.transactions.kafka;

import dev.weir.cli.output.Listing;
import dev.weir.kafka.OpenTransaction;
import dev.weir.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Open transactions as rows, and one with all that is known of it. */
public final class KafkaListing {
    private final Listing listing;
    private final Clock clock;

    /**
     * @param first the name of the first column
     * @param nothing what is said when there is none
     */
    public KafkaListing(String first, String nothing, Clock clock) {
        this.clock = clock;
        listing = new Listing(
                nothing, first, "age", "job", "sink", "shard", "state", "producer", "epoch", "partitions", "why", "id");
    }

    public void add(Object first, JudgedTransaction one) {
        OpenTransaction transaction = one.transaction();
        listing.row(
                first,
                transaction.age(now(clock)),
                transaction.job(),
                transaction.sink(),
                transaction.shard(),
                words(transaction.state()),
                transaction.producerId(),
                transaction.producerEpoch(),
                transaction.partitions().size(),
                one.why(),
                transaction.id());
    }

    public Listing listing() {
        return listing;
    }

    public static String details(JudgedTransaction one, Clock clock) {
        OpenTransaction transaction = one.transaction();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("id", transaction.id());
        details.put("verdict", one.verdict().name());
        details.put("why", one.why());
        details.put("state", words(transaction.state()));
        details.put("since", transaction.since());
        details.put("age", transaction.age(now(clock)));
        details.put("timeout", transaction.timeout());
        details.put("job", transaction.job());
        details.put("sink", transaction.sink());
        details.put("shard", transaction.shard());
        details.put("producer", transaction.producerId());
        details.put("epoch", transaction.producerEpoch());
        details.put("partitions", String.join(", ", transaction.partitions()));
        details.put(
                "ledger",
                "sequence " + transaction.ledger().sequence() + " of lineage "
                        + transaction.ledger().lineage() + ", owned by attempt "
                        + transaction.ledger().attempt());
        return Listing.asDetails(List.copyOf(details.keySet()), List.copyOf(details.values()));
    }

    private static String words(OpenTransaction.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static Instant now(Clock clock) {
        return Instant.ofEpochMilli(clock.millis());
    }
}
