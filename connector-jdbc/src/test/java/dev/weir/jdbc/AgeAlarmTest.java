package dev.weir.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AgeAlarmTest {
    private final SettableClock clock = new SettableClock();
    private final AgeAlarm alarm = new AgeAlarm(clock);
    private final ShardLedger ledger = new ShardLedger(
            PostgresDialect.INSTANCE,
            new Ledger(TableName.parse("weir_ledger"), PostgresDialect.INSTANCE),
            UnitsTable.of(PostgresDialect.INSTANCE, TableName.parse("weir_ledger")),
            new Ledger.Key("shop", "sales", 0),
            new ShardLedger.Claim(1, "process", "test"));

    private static TransactionCommands.Prepared prepared(long sequence) {
        TransactionName name = TransactionName.of("public.weir_ledger", new Ledger.Key("shop", "sales", 0));
        return new TransactionCommands.Prepared(
                new TransactionId(name.text(), "L1", sequence, 1, 0), Instant.ofEpochSecond(0));
    }

    @Test
    void warnsOfEachTransactionOnceItIsOldAndThenOnceAnHour() {
        clock.now = Duration.ofMinutes(4);
        assertThat(alarm.check(List.of(prepared(1)), ledger)).isZero();
        clock.now = Duration.ofMinutes(5);
        assertThat(alarm.check(List.of(prepared(1)), ledger)).isEqualTo(1);
        clock.now = Duration.ofMinutes(30);
        assertThat(alarm.check(List.of(prepared(1), prepared(2)), ledger)).isEqualTo(1);
        assertThat(alarm.check(List.of(prepared(1), prepared(2)), ledger)).isZero();
        clock.now = Duration.ofMinutes(66);
        assertThat(alarm.check(List.of(prepared(1), prepared(2)), ledger)).isEqualTo(1);
    }

    private static final class SettableClock implements Clock {
        private Duration now = Duration.ZERO;

        @Override
        public long millis() {
            return now.toMillis();
        }

        @Override
        public long nanos() {
            return now.toNanos();
        }
    }
}
