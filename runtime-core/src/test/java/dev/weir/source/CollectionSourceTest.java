package dev.weir.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CollectionSourceTest {
    private static final List<Integer> NUMBERS =
            IntStream.range(0, 2000).boxed().toList();

    @Test
    void readsAllRecordsInOrder() throws Exception {
        assertThat(ReaderHarness.readAll(CollectionSource.of(NUMBERS))).isEqualTo(NUMBERS);
        assertThat(ReaderHarness.readAll(CollectionSource.of("a", "b"))).containsExactly("a", "b");
    }

    @Test
    void cutsTheListIntoOneRangeForEachSubtask() throws Exception {
        CollectionSource<Integer> source = CollectionSource.of(NUMBERS);
        List<Integer> all = new ArrayList<>();
        List<CollectionSource.Range> splits = ReaderHarness.plan(source, 7);
        for (CollectionSource.Range split : splits) {
            assertThat(split.weight()).isBetween(285L, 286L);
            all.addAll(ReaderHarness.readAll(source, List.of(split)));
        }
        assertThat(splits)
                .hasSize(7)
                .extracting(CollectionSource.Range::splitId)
                .doesNotHaveDuplicates();
        assertThat(all).isEqualTo(NUMBERS);
    }

    @Test
    void plansNoEmptyRanges() throws Exception {
        assertThat(ReaderHarness.plan(CollectionSource.of(1, 2), 5)).hasSize(2);
        assertThat(ReaderHarness.plan(CollectionSource.of(List.of()), 5)).isEmpty();
        assertThat(ReaderHarness.readAll(CollectionSource.of(List.of()))).isEmpty();
    }

    @Test
    void continuesFromEverySnapshot() throws Exception {
        CollectionSource<Integer> source = CollectionSource.of(NUMBERS);
        try (var reader = ReaderHarness.open(source, ReaderHarness.plan(source, 2))) {
            boolean ended = false;
            while (!ended) {
                List<Integer> all = new ArrayList<>(reader.records);
                all.addAll(ReaderHarness.readAll(source, reader.snapshot()));
                assertThat(all).containsExactlyElementsOf(NUMBERS);
                ended = reader.poll() == PollStatus.END;
            }
            assertThat(reader.snapshot()).isEmpty();
            assertThat(reader.finishedSplits).containsExactly("records-from-0", "records-from-1000");
        }
    }

    @Test
    void refusesAShorterListAtRestore() {
        CollectionSource<Integer> source = CollectionSource.of(1, 2, 3);
        assertThatThrownBy(() -> ReaderHarness.open(source, List.of(new CollectionSource.Range(0, 2, 5))))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_INCOMPATIBLE))
                .hasMessage(
                        "Cannot continue reading a collection: it became shorter than the checkpoint's: 3 records, at"
                                + " least 5 needed; give the job an equal list, or start it afresh");
    }
}
