package dev.weir.jdbc;

import dev.weir.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns of prepared transactions that have waited for their commit for too long: they keep their rows locked, hold back
 * PostgreSQL's vacuum, and block changes of their tables. Each is reported once, and then once an hour.
 *
 * <p><b>Threading:</b> confined to the committing thread.
 */
final class AgeAlarm {
    private static final Duration TOO_OLD = Duration.ofMinutes(5);
    private static final Duration BETWEEN_WARNINGS = Duration.ofHours(1);
    private static final Logger LOG = LoggerFactory.getLogger(AgeAlarm.class);

    private final Clock clock;
    private final Map<TransactionId, Instant> nextWarnings = new HashMap<>();

    AgeAlarm(Clock clock) {
        this.clock = clock;
    }

    /** @return how many it has warned of */
    int check(List<TransactionCommands.Prepared> waiting, ShardLedger ledger) {
        Instant now = Instant.ofEpochMilli(clock.millis());
        nextWarnings.values().removeIf(next -> next.plus(BETWEEN_WARNINGS).isBefore(now));
        int warnings = 0;
        for (TransactionCommands.Prepared prepared : waiting) {
            Duration age = Duration.between(prepared.since(), now);
            Instant next = nextWarnings.get(prepared.id());
            if (age.compareTo(TOO_OLD) >= 0 && (next == null || !now.isBefore(next))) {
                nextWarnings.put(prepared.id(), now.plus(BETWEEN_WARNINGS));
                warnings++;
                LOG.warn(
                        "Prepared transaction {} at {} has waited {} minutes for its commit; until then its rows are"
                                + " locked, and changes of its tables wait: {}",
                        prepared.id(),
                        ledger.claim().target(),
                        age.toMinutes(),
                        ledger.key());
            }
        }
        return warnings;
    }
}
