package dev.weir.benchmarks;

import dev.weir.StreamEnvironment;
import dev.weir.function.Collector;
import dev.weir.function.KeyedProcessFunction;
import dev.weir.state.ValueState;
import dev.weir.state.ValueStateDescriptor;

/** Keyed: for each event the sum of its key's values so far, held in keyed state. Every value is 1. */
record RollingSum(long keys) implements Workload {
    record Sum(long key, long sum) {}

    @Override
    public void build(StreamEnvironment environment, long records, Tally tally) {
        long distinct = keys;
        environment
                .fromSource(
                        Workload.source(environment, records, tally, index -> Event.at(index, distinct, 1)), "events")
                .keyBy(Event::key, Long.class)
                .process(new AddUp())
                .sinkTo(tally.sink(Sum::sum));
    }

    static final class AddUp extends KeyedProcessFunction<Long, Event, Sum> {
        @SuppressWarnings("NullAway.Init") // by open()
        private transient ValueState<Long> sum;

        @Override
        public void open(RuntimeContext context) {
            sum = context.state(new ValueStateDescriptor<>("sum", Long.class));
        }

        @Override
        public void processElement(Event event, Context<Long> context, Collector<Sum> out) {
            Long before = sum.value();
            long after = (before == null ? 0 : before) + event.value();
            sum.update(after);
            out.collect(new Sum(event.key(), after));
        }
    }

    @Override
    public long expectedCount(long records) {
        return records;
    }

    @Override
    public long expectedSum(long records) {
        int[] counts = new int[(int) keys];
        long sum = 0;
        for (long index = 0; index < records; index++) {
            sum += ++counts[(int) Event.key(Event.mix(index), keys)];
        }
        return sum;
    }
}
