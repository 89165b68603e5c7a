package dev.weir.source;

import dev.weir.codec.Codec;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.guarantee.Finding;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes records from their index: for tests, demonstrations and load. Of P stripes, stripe s makes the records s, s + P,
 * s + 2P and so on; P is the parallelism of the first start and stays when the job is rescaled.
 *
 * @param <T> records; never null
 */
public final class GeneratorSource<T> implements Source<T, GeneratorSource.Stripe>, DeclaresReplay {
    private static final long UNLIMITED_RATE = 0;

    private final GeneratorFunction<T> function;
    private final long count;
    private final long recordsPerSecond;

    private GeneratorSource(GeneratorFunction<T> function, long count, long recordsPerSecond) {
        this.function = function;
        this.count = count;
        this.recordsPerSecond = recordsPerSecond;
    }

    /** Makes the records with the indexes from 0 to {@code count - 1}. */
    public static <T> GeneratorSource<T> bounded(long count, GeneratorFunction<T> function) {
        if (count < 0) {
            throw new WeirException(
                    ErrorCode.INVALID_JOB,
                    "Cannot generate records: the count is negative: " + count + "; give 0 or more");
        }
        return new GeneratorSource<>(function, count, UNLIMITED_RATE);
    }

    /** Makes records for ever. */
    public static <T> GeneratorSource<T> unbounded(GeneratorFunction<T> function) {
        return new GeneratorSource<>(function, Long.MAX_VALUE, UNLIMITED_RATE);
    }

    /**
     * Limits the rate, counted over all subtasks. Time that was lost to back pressure is made up for, so that the number
     * of records is exact over any longer time; time during which the job did not run is not.
     *
     * @param rate records per second, from 1 to 1,000,000,000
     */
    public GeneratorSource<T> withRecordsPerSecond(long rate) {
        if (rate < 1 || rate > Pace.MAX_RATE) {
            throw new WeirException(
                    ErrorCode.INVALID_JOB,
                    "Cannot generate records: the rate is out of range: " + rate + " records per second; give 1 to "
                            + Pace.MAX_RATE + ", or none for as fast as possible");
        }
        return new GeneratorSource<>(function, count, rate);
    }

    /**
     * Every {@code stripes}-th record.
     *
     * @param stripe from 0 to {@code stripes - 1}
     * @param stripes how many there are
     * @param next the index of the next record
     */
    public record Stripe(int stripe, int stripes, long next) implements SourceSplit {
        @Override
        public String splitId() {
            return "stripe-" + stripe;
        }
    }

    @Override
    public Boundedness boundedness() {
        return count == Long.MAX_VALUE ? Boundedness.UNBOUNDED : Boundedness.BOUNDED;
    }

    @Override
    public List<Stripe> planSplits(SplitPlanContext context) {
        int stripes = context.parallelism();
        List<Stripe> splits = new ArrayList<>(stripes);
        for (int stripe = 0; stripe < stripes; stripe++) {
            splits.add(new Stripe(stripe, stripes, stripe));
        }
        return splits;
    }

    @Override
    public SourceReader<Stripe> createReader(SourceReaderContext<T> context) {
        return recordsPerSecond == UNLIMITED_RATE
                ? new GeneratorReader<>(function, count, context)
                : new PacedGeneratorReader<>(function, count, recordsPerSecond, context);
    }

    @Override
    public Codec<Stripe> splitCodec() {
        return StripeCodec.INSTANCE;
    }

    @Override
    public Finding replay() {
        return Finding.good(kind(), "makes the records on from the index in the checkpoint");
    }

    @Override
    public String kind() {
        return "generator";
    }
}
