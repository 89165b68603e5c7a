package dev.weir.benchmarks;

import dev.weir.StreamEnvironment;
import dev.weir.source.GeneratorFunction;
import dev.weir.source.GeneratorSource;

/**
 * What a run does and what must come out of it. The data follows from the index of each record alone, so the truth is
 * computed beside the engine, record by record.
 */
interface Workload {
    /** Builds the job over this many records. */
    void build(StreamEnvironment environment, long records, Tally tally);

    /** How many records come out. */
    long expectedCount(long records);

    /** What the records that come out add up to. */
    long expectedSum(long records);

    /** The workload that the command line names. */
    static Workload of(Arguments arguments) {
        long keys = arguments.keys();
        return switch (arguments.workload()) {
            case "W1", "T0" -> new MapFilter(keys);
            case "W2" -> new RollingSum(keys);
            case "W4" -> new WindowedCount(keys);
            case "W5" -> new WordCount(keys);
            default ->
                throw new IllegalArgumentException(
                        "Cannot run workload " + arguments.workload() + ": there are W1, W2, W4, W5 and T0");
        };
    }

    /** A generator that tells the tally when each stripe begins. */
    static <T> GeneratorSource<T> source(
            StreamEnvironment environment, long records, Tally tally, GeneratorFunction<T> function) {
        int stripes = environment.options().parallelism();
        return GeneratorSource.bounded(records, index -> {
            if (index < stripes) {
                tally.recordIn();
            }
            return function.generate(index);
        });
    }
}
