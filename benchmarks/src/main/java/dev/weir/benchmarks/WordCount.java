package dev.weir.benchmarks;

import dev.weir.StreamEnvironment;
import dev.weir.function.Collector;
import dev.weir.function.KeyedProcessFunction;
import dev.weir.state.ValueState;
import dev.weir.state.ValueStateDescriptor;

/** Text: lines are split into words, and for each word comes out how often it was seen so far. */
final class WordCount implements Workload {
    private final long keys;
    private final Lines lines;

    WordCount(long keys) {
        this.keys = keys;
        lines = new Lines((int) keys);
    }

    record Count(String word, long count) {}

    @Override
    public void build(StreamEnvironment environment, long records, Tally tally) {
        Lines text = lines;
        environment
                .fromSource(Workload.source(environment, records, tally, text::at), "lines")
                .flatMap(Lines::split)
                .keyBy(word -> word, String.class)
                .process(new Counting())
                .sinkTo(tally.sink(Count::count));
    }

    static final class Counting extends KeyedProcessFunction<String, String, Count> {
        @SuppressWarnings("NullAway.Init") // by open()
        private transient ValueState<Long> count;

        @Override
        public void open(RuntimeContext context) {
            count = context.state(new ValueStateDescriptor<>("count", Long.class));
        }

        @Override
        public void processElement(String word, Context<String> context, Collector<Count> out) {
            Long before = count.value();
            long after = before == null ? 1 : before + 1;
            count.update(after);
            out.collect(new Count(word, after));
        }
    }

    @Override
    public long expectedCount(long records) {
        return records * Lines.WORDS_PER_LINE;
    }

    @Override
    public long expectedSum(long records) {
        long[] counts = new long[(int) keys];
        long sum = 0;
        for (long index = 0; index < records; index++) {
            for (int word : lines.wordsAt(index)) {
                sum += ++counts[word];
            }
        }
        return sum;
    }
}
