package dev.weir.cli.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.delivery.PendingUnit;
import dev.weir.delivery.ShardUnits;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.LedgerEntry;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ShardComparisonTest {
    private static final LedgerEntry COMMITTED = entry("a", 5);
    private static final ShardUnits UNITS = new ShardUnits(0, COMMITTED, List.of(unit(6), unit(7)));

    private static LedgerEntry entry(String lineage, long sequence) {
        return new LedgerEntry(3, lineage, sequence, sequence * 100, sequence * 7);
    }

    private static PendingUnit unit(long sequence) {
        return new PendingUnit(new CommitUnit("a", sequence, 1, 100, sequence * 100, sequence * 7), List.of(), null);
    }

    private static String compare(LedgerEntry entry) {
        return ShardComparison.of(entry, entry, UNITS).words();
    }

    @Test
    void isInStepWhenAllOfTheCheckpointIsCommitted() {
        assertThat(compare(entry("a", 7))).isEqualTo("in step");
    }

    @Test
    void isBehindByTheUnitsThatWait() {
        assertThat(compare(entry("a", 6))).isEqualTo("behind by 1");
        assertThat(compare(COMMITTED)).isEqualTo("behind by 2");
    }

    @Test
    void isAheadWhenTheCheckpointIsOlder() {
        assertThat(compare(entry("a", 9))).isEqualTo("ahead by 2");
        assertThat(ShardComparison.of(COMMITTED, COMMITTED, null).words()).isEqualTo("no checkpoint");
    }

    @Test
    void noticesALedgerThatWentBack() {
        assertThat(compare(entry("a", 3))).isEqualTo("went back by 2");
        assertThat(compare(LedgerEntry.empty(4))).isEqualTo("went back by 5");
    }

    @Test
    void noticesOtherWriters() {
        assertThat(compare(new LedgerEntry(3, "a", 6, 600, 1))).isEqualTo("other unit");
        assertThat(compare(entry("b", 6))).isEqualTo("other lineage");
        assertThat(ShardComparison.of(null, null, UNITS).words()).isEqualTo("no row");
    }

    @Test
    void acceptsThatALiveJobGoesOnMeanwhile() {
        assertThat(ShardComparison.of(COMMITTED, entry("a", 9), UNITS).words()).isEqualTo("in step");
        assertThat(ShardComparison.of(entry("a", 3), COMMITTED, UNITS).words()).isEqualTo("behind by 2");
    }

    @Test
    void acceptsAShardThatHasCommittedNothing() {
        assertThat(ShardComparison.of(LedgerEntry.empty(1), LedgerEntry.empty(1), null)
                        .words())
                .isEqualTo("nothing committed");
        ShardUnits first = new ShardUnits(0, LedgerEntry.empty(0), List.of(unit(1)));
        assertThat(ShardComparison.of(LedgerEntry.empty(1), LedgerEntry.empty(1), first)
                        .words())
                .isEqualTo("behind by 1");
    }
}
