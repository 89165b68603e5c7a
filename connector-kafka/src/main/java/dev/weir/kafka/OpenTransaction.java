package dev.weir.kafka;

import dev.weir.sink.LedgerEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A transaction of a commit shard that is not over, as {@link OpenTransactions} found it.
 *
 * @param id its transactional id
 * @param producerEpoch grows with each transaction of the id
 * @param since when it began; of a hanging one, when its producer last wrote
 * @param timeout after which the broker ends it, counted from its beginning; zero if that is not known
 * @param partitions that it has written to, as {@code topic-number}; readers of committed records wait in them
 * @param ledger what the ledger's topic says of the shard
 */
public record OpenTransaction(
        String id,
        String job,
        String sink,
        int shard,
        State state,
        long producerId,
        int producerEpoch,
        Instant since,
        Duration timeout,
        List<String> partitions,
        LedgerEntry ledger) {
    public OpenTransaction {
        partitions = List.copyOf(partitions);
    }

    /** What the coordinator says of it. */
    public enum State {
        /** Open: its producer may write more, and the broker aborts it when its time is over. */
        ONGOING,
        /** Decided; the markers are being written. */
        COMMITTING,
        /** Decided; the markers are being written. */
        ABORTING,
        /**
         * Over for the coordinator and open in a partition, for ever: a marker got lost (KAFKA-20734 in brokers 4.3.1 and
         * 4.4.0). Readers of committed records stop there.
         */
        HANGING
    }

    public Duration age(Instant now) {
        return Duration.between(since, now);
    }
}
