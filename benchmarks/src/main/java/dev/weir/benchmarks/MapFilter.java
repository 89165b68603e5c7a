package dev.weir.benchmarks;

import dev.weir.StreamEnvironment;

/** Stateless: every value is mapped to {@code 3v + 1}, the even half is kept. */
record MapFilter(long keys) implements Workload {
    @Override
    public void build(StreamEnvironment environment, long records, Tally tally) {
        long distinct = keys;
        environment
                .fromSource(
                        Workload.source(environment, records, tally, index -> Event.at(index, distinct, index)),
                        "events")
                .map(event -> new Event(event.key(), event.value() * 3 + 1, event.timestamp()))
                .filter(event -> (event.value() & 1) == 0)
                .sinkTo(tally.sink(Event::value));
    }

    @Override
    public long expectedCount(long records) {
        return records / 2;
    }

    @Override
    public long expectedSum(long records) {
        long sum = 0;
        for (long value = 1; value < records; value += 2) {
            sum += value * 3 + 1;
        }
        return sum;
    }
}
