package dev.weir.cli.transactions;

import dev.weir.cli.output.Listing;
import dev.weir.jdbc.PreparedTransaction;
import dev.weir.time.Clock;

/** Transactions as rows. */
final class TransactionListing {
    private final Listing listing;
    private final Clock clock;

    /**
     * @param first the name of the first column
     * @param nothing what is said when there is none
     */
    TransactionListing(String first, String nothing, Clock clock) {
        this.clock = clock;
        listing = new Listing(
                nothing, first, "age", "job", "sink", "shard", "lineage", "sequence", "attempt", "why", "id");
    }

    void add(Object first, InDoubt one) {
        PreparedTransaction transaction = one.transaction();
        listing.row(
                first,
                one.age(clock),
                transaction.job(),
                transaction.sink(),
                transaction.shard(),
                transaction.lineage(),
                transaction.sequence(),
                transaction.attempt(),
                one.why(),
                transaction.id());
    }

    Listing listing() {
        return listing;
    }
}
