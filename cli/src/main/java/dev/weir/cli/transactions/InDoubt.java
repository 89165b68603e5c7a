package dev.weir.cli.transactions;

import dev.weir.delivery.PendingUnit;
import dev.weir.jdbc.PreparedTransaction;
import dev.weir.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A transaction that waits for its commit, and what is to be done about it.
 *
 * @param transaction as the destination knows it; of a lost one, what the checkpoint knows
 * @param why the reason of the verdict
 * @param unit what the newest checkpoint holds of it, or null
 */
record InDoubt(
        PreparedTransaction transaction,
        Verdict verdict,
        String why,
        @Nullable PendingUnit unit) {
    /** As a job commits them. */
    static final Comparator<InDoubt> ORDER = Comparator.comparing(
            InDoubt::transaction,
            Comparator.comparing(PreparedTransaction::job)
                    .thenComparing(PreparedTransaction::sink)
                    .thenComparingInt(PreparedTransaction::shard)
                    .thenComparingLong(PreparedTransaction::sequence));

    Duration age(Clock clock) {
        return transaction.age(Instant.ofEpochMilli(clock.millis()));
    }
}
