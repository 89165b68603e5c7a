package dev.weir.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.source.ReaderHarness.ManualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class GeneratorSourceTest {
    private static final long MILLISECOND = 1_000_000;
    private static final long SECOND = 1_000_000_000;

    private static List<Long> numbers(long count) {
        return LongStream.range(0, count).boxed().toList();
    }

    @Test
    void makesEveryRecordOnce() throws Exception {
        assertThat(ReaderHarness.readAll(GeneratorSource.bounded(5000, index -> index)))
                .isEqualTo(numbers(5000));
        assertThat(ReaderHarness.readAll(GeneratorSource.bounded(0, index -> index)))
                .isEmpty();
    }

    @Test
    void stripeMakesEveryNthRecord() throws Exception {
        GeneratorSource<Long> source = GeneratorSource.bounded(10, index -> index);
        List<GeneratorSource.Stripe> stripes = ReaderHarness.plan(source, 3);
        assertThat(ReaderHarness.readAll(source, List.of(stripes.get(0)))).containsExactly(0L, 3L, 6L, 9L);
        assertThat(ReaderHarness.readAll(source, List.of(stripes.get(1)))).containsExactly(1L, 4L, 7L);
        assertThat(ReaderHarness.readAll(source, List.of(stripes.get(2)))).containsExactly(2L, 5L, 8L);
    }

    @Test
    void readerTakesTurnsBetweenItsStripes() throws Exception {
        GeneratorSource<Long> source = GeneratorSource.unbounded(index -> index);
        try (var reader = ReaderHarness.open(source, ReaderHarness.plan(source, 3))) {
            for (int poll = 0; poll < 6; poll++) {
                assertThat(reader.poll()).isEqualTo(PollStatus.MORE);
            }
            assertThat(reader.recordsOfSplit.values()).extracting(List::size).containsExactly(2048, 2048, 2048);
        }
    }

    @Test
    void continuesFromEverySnapshot() throws Exception {
        GeneratorSource<Long> source = GeneratorSource.bounded(7000, index -> index);
        try (var reader = ReaderHarness.open(source, ReaderHarness.plan(source, 3))) {
            boolean ended = false;
            while (!ended) {
                List<Long> all = new ArrayList<>(reader.records);
                all.addAll(ReaderHarness.readAll(source, reader.snapshot()));
                assertThat(all).containsExactlyInAnyOrderElementsOf(numbers(7000));
                ended = reader.poll() == PollStatus.END;
            }
            assertThat(reader.snapshot()).isEmpty();
            assertThat(reader.finishedSplits).containsExactlyInAnyOrder("stripe-0", "stripe-1", "stripe-2");
        }
    }

    @Test
    void boundednessFollowsTheCount() {
        assertThat(GeneratorSource.bounded(1, index -> index).boundedness()).isEqualTo(Boundedness.BOUNDED);
        assertThat(GeneratorSource.unbounded(index -> index).boundedness()).isEqualTo(Boundedness.UNBOUNDED);
    }

    @Test
    void paceIsExactAndSmooth() throws Exception {
        GeneratorSource<Long> source =
                GeneratorSource.<Long>unbounded(index -> index).withRecordsPerSecond(3333);
        ManualClock clock = new ManualClock();
        try (var reader = ReaderHarness.open(source, ReaderHarness.plan(source, 4), clock)) {
            for (int millisecond = 0; millisecond <= 10_000; millisecond++) {
                assertThat(reader.poll()).isEqualTo(PollStatus.WAIT);
                assertThat(reader.records).hasSize((int) (millisecond * 3333L / 1000) + 1);
                clock.advanceNanos(MILLISECOND);
            }
            assertThat(reader.recordsOfSplit.values()).extracting(List::size).allMatch(size -> size / 10 == 833);
        }
    }

    @Test
    void stripesInDifferentReadersTakeTurns() throws Exception {
        GeneratorSource<Long> source =
                GeneratorSource.<Long>unbounded(index -> index).withRecordsPerSecond(10);
        List<GeneratorSource.Stripe> stripes = ReaderHarness.plan(source, 2);
        ManualClock clock = new ManualClock();
        try (var even = ReaderHarness.open(source, stripes.subList(0, 1), clock);
                var odd = ReaderHarness.open(source, stripes.subList(1, 2), clock)) {
            for (int tenth = 0; tenth < 50; tenth++) {
                even.poll();
                odd.poll();
                assertThat(even.records.size() + odd.records.size()).isEqualTo(tenth + 1);
                clock.advanceNanos(SECOND / 10);
            }
        }
    }

    @Test
    void makesUpForTimeThatWasLost() throws Exception {
        GeneratorSource<Long> source =
                GeneratorSource.<Long>unbounded(index -> index).withRecordsPerSecond(1000);
        ManualClock clock = new ManualClock();
        try (var reader = ReaderHarness.open(source, ReaderHarness.plan(source, 2), clock)) {
            reader.poll();
            clock.advanceNanos(2 * SECOND);
            assertThat(reader.poll()).isEqualTo(PollStatus.MORE);
            assertThat(reader.records).hasSizeLessThan(600);
            while (reader.poll() == PollStatus.MORE) {
                // Catches up in bounded steps.
            }
            assertThat(reader.records).hasSize(2001);
        }
    }

    @Test
    void restoreKeepsThePaceWithoutABurst() throws Exception {
        GeneratorSource<Long> source =
                GeneratorSource.<Long>unbounded(index -> index).withRecordsPerSecond(100);
        ManualClock clock = new ManualClock();
        List<GeneratorSource.Stripe> positions = ReaderHarness.plan(source, 2);
        List<Long> all = new ArrayList<>();
        for (int attempt = 0; attempt < 5; attempt++) {
            clock.advanceNanos(3600 * SECOND);
            try (var reader = ReaderHarness.open(source, positions, clock)) {
                for (int millisecond = 0; millisecond < 1000; millisecond++) {
                    reader.poll();
                    clock.advanceNanos(MILLISECOND);
                }
                assertThat(reader.records).hasSize(100);
                all.addAll(reader.records);
                positions = reader.snapshot();
            }
        }
        assertThat(all).containsExactlyInAnyOrderElementsOf(numbers(500));
    }

    @Test
    void paceDoesNotOverflow() {
        Pace pace = new Pace(Pace.MAX_RATE, 0);
        assertThat(pace.due(0, 0, 1)).isOne();
        assertThat(pace.due(Long.MAX_VALUE - 1, 0, 1)).isEqualTo(Long.MAX_VALUE);
        assertThat(new Pace(1, 0).due(Long.MAX_VALUE, 0, 1)).isEqualTo(Long.MAX_VALUE / SECOND + 1);
    }

    @Test
    void pacedSourceEnds() throws Exception {
        GeneratorSource<Long> source =
                GeneratorSource.<Long>bounded(5, index -> index).withRecordsPerSecond(10);
        ManualClock clock = new ManualClock();
        try (var reader = ReaderHarness.open(source, ReaderHarness.plan(source, 7), clock)) {
            assertThat(reader.poll()).isEqualTo(PollStatus.WAIT);
            clock.advanceNanos(SECOND);
            assertThat(reader.poll()).isEqualTo(PollStatus.END);
            assertThat(reader.records).containsExactlyElementsOf(numbers(5));
            assertThat(reader.finishedSplits).hasSize(7);
        }
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatThrownBy(() -> GeneratorSource.bounded(-1, index -> index))
                .hasMessage("Cannot generate records: the count is negative: -1; give 0 or more");
        GeneratorSource<Long> source = GeneratorSource.unbounded(index -> index);
        assertThatThrownBy(() -> source.withRecordsPerSecond(0))
                .hasMessage("Cannot generate records: the rate is out of range: 0 records per second; give 1 to"
                        + " 1000000000, or none for as fast as possible");
    }

    @Test
    void failureOfTheFunctionNamesTheRecord() {
        GeneratorSource<Long> source = GeneratorSource.bounded(10, index -> 12 / (index - 3));
        assertThatThrownBy(() -> ReaderHarness.readAll(source))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USER_FUNCTION))
                .hasMessage(
                        "Cannot generate record 3: the generator function failed: java.lang.ArithmeticException: / by"
                                + " zero; correct the function")
                .hasCauseInstanceOf(ArithmeticException.class);
    }
}
