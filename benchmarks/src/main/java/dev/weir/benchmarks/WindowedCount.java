package dev.weir.benchmarks;

import dev.weir.StreamEnvironment;
import dev.weir.function.AggregateFunction;
import dev.weir.time.WatermarkStrategy;
import dev.weir.window.TumblingEventTimeWindows;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** Windows: how many events each key has in each second of event time. */
record WindowedCount(long keys) implements Workload {
    private static final Duration SIZE = Duration.ofSeconds(1);

    record Count(long key, long windowStart, long count) {}

    @Override
    public void build(StreamEnvironment environment, long records, Tally tally) {
        long distinct = keys;
        environment
                .fromSource(
                        Workload.source(environment, records, tally, index -> Event.at(index, distinct, 1)),
                        WatermarkStrategy.<Event>forBoundedOutOfOrderness(Duration.ofMillis(Event.MAX_LATENESS_MILLIS))
                                .withTimestampAssigner((event, timestamp) -> event.timestamp()),
                        "events")
                .keyBy(Event::key, Long.class)
                .window(TumblingEventTimeWindows.of(SIZE))
                .aggregate(new Counting(), (key, window, count) -> new Count(key, window.start(), count))
                .sinkTo(tally.sink(Count::count));
    }

    static final class Counting implements AggregateFunction<Event, Long, Long> {
        @Override
        public Long createAccumulator() {
            return 0L;
        }

        @Override
        public Long add(Event event, Long count) {
            return count + 1;
        }

        @Override
        public Long result(Long count) {
            return count;
        }

        @Override
        public Long merge(Long left, Long right) {
            return left + right;
        }
    }

    @Override
    public long expectedCount(long records) {
        Map<Long, BitSet> seen = new HashMap<>();
        long window = Long.MIN_VALUE;
        BitSet keysOfWindow = new BitSet();
        for (long index = 0; index < records; index++) {
            long random = Event.mix(index);
            long its = Event.timestamp(index, random) / SIZE.toMillis();
            if (its != window) {
                window = its;
                keysOfWindow = seen.computeIfAbsent(its, each -> new BitSet((int) keys));
            }
            keysOfWindow.set((int) Event.key(random, keys));
        }
        return seen.values().stream().mapToLong(BitSet::cardinality).sum();
    }

    @Override
    public long expectedSum(long records) {
        return records;
    }
}
