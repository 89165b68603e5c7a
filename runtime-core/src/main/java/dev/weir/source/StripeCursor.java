package dev.weir.source;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;

/** Makes the records of one stripe. */
final class StripeCursor<T> {
    private final GeneratorFunction<T> function;
    private final SourceOutput<T> output;
    private final GeneratorSource.Stripe origin;
    private final long count;
    private long next;

    StripeCursor(GeneratorFunction<T> function, long count, GeneratorSource.Stripe origin, SourceOutput<T> output) {
        this.function = function;
        this.count = count;
        this.origin = origin;
        this.output = output;
        next = origin.next();
    }

    String splitId() {
        return origin.splitId();
    }

    GeneratorSource.Stripe position() {
        return new GeneratorSource.Stripe(origin.stripe(), origin.stripes(), next);
    }

    int stripe() {
        return origin.stripe();
    }

    int stripes() {
        return origin.stripes();
    }

    boolean finished() {
        return next >= count;
    }

    /** Makes up to {@code limit} records and returns how many. */
    int emit(int limit) {
        if (finished()) {
            return 0;
        }
        int step = origin.stripes();
        int records = (int) Math.min(limit, (count - next - 1) / step + 1);
        long index = next;
        // Everything that the loop needs is local, so that the compiler keeps it in registers across the inlined chain.
        SourceOutput<T> target = output;
        GeneratorFunction<T> generator = function;
        for (int made = 0; made < records; made++) {
            T value;
            try {
                value = generator.generate(index);
            } catch (Exception e) {
                throw failed(index, e);
            }
            target.collect(value);
            index += step;
        }
        next = index;
        return records;
    }

    private static WeirException failed(long index, Exception cause) {
        return new WeirException(
                ErrorCode.USER_FUNCTION,
                "Cannot generate record " + index + ": the generator function failed: " + cause
                        + "; correct the function",
                cause);
    }
}
