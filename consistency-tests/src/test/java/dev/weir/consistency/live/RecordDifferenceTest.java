package dev.weir.consistency.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.consistency.history.OutputRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RecordDifferenceTest {
    private final RecordDifference records = new RecordDifference();

    private static OutputRecord record(long offset, long attempt) {
        return new OutputRecord(0, offset, 0, offset + 1, 7 * offset, 0, attempt, 0);
    }

    private List<String> look(OutputRecord... seen) {
        List.of(seen).forEach(records::see);
        List<String> changes = new ArrayList<>();
        records.commit(
                gone -> changes.add("-" + gone.offset() + "/" + gone.attempt()),
                come -> changes.add("+" + come.offset() + "/" + come.attempt()));
        return changes;
    }

    @Test
    void tellsWhatAppearedAndWhatVanished() {
        assertThat(look(record(0, 1), record(1, 1))).containsExactly("+0/1", "+1/1");
        assertThat(look(record(1, 1), record(0, 1))).isEmpty();
        assertThat(look(record(1, 1), record(2, 1))).containsExactly("-0/1", "+2/1");
        assertThat(records.size()).isEqualTo(2);
    }

    @Test
    void countsEqualRecords() {
        assertThat(look(record(0, 1))).containsExactly("+0/1");
        assertThat(look(record(0, 1), record(0, 1), record(0, 1))).containsExactly("+0/1", "+0/1");
        assertThat(look(record(0, 1))).containsExactly("-0/1", "-0/1");
    }

    @Test
    void tellsOfAnOverwrittenRecordThatTheOldOneWent() {
        look(record(0, 1));
        assertThat(look(record(0, 2))).containsExactly("-0/1", "+0/2");
    }

    @Test
    void forgetsALookThatBrokeOff() {
        look(record(0, 1));
        records.see(record(5, 1));
        records.discard();
        assertThat(look(record(0, 1))).isEmpty();
        assertThat(look(record(0, 1), record(5, 1))).containsExactly("+5/1");
    }

    @Test
    void growsWithWhatItSees() {
        OutputRecord[] many =
                LongStream.range(0, 50_000).mapToObj(i -> record(i, 1)).toArray(OutputRecord[]::new);
        assertThat(look(many)).hasSize(50_000);
        assertThat(look(many)).isEmpty();
        assertThat(look()).hasSize(50_000);
    }
}
