package dev.weir.state;

import java.util.Optional;

/**
 * Says which files of a chain to merge next. Size-tiered, as in log-structured merge trees (O'Neil et al., 1996): the
 * newest files are merged once there are a few of them, together with older ones that are not much larger than all
 * newer ones together. A byte is thus rewritten O(log n) times, and a chain stays at about ten files.
 */
public final class MergePolicy {
    private static final int MIN_RUN = 4;
    private static final int MAX_CHAIN = 10;
    private static final long RATIO = 2;

    private MergePolicy() {}

    /**
     * The run to merge.
     *
     * @param from the first file's index
     * @param to one past the last file's index
     */
    public record Range(int from, int to) {}

    /**
     * Chooses the run that is due, if any.
     *
     * @param sizes the sizes of a chain's files in bytes, oldest first
     */
    public static Optional<Range> next(long[] sizes) {
        int from = sizes.length;
        long sum = 0;
        while (from > 0 && (from == sizes.length || sizes[from - 1] <= RATIO * sum)) {
            from--;
            sum += sizes[from];
        }
        if (sizes.length - from >= MIN_RUN) {
            return Optional.of(new Range(from, sizes.length));
        }
        return sizes.length > MAX_CHAIN ? Optional.of(cheapest(sizes)) : Optional.empty();
    }

    /** The shortest permitted run with the fewest bytes; the newest of equal ones. */
    private static Range cheapest(long[] sizes) {
        int best = 0;
        long fewest = Long.MAX_VALUE;
        for (int from = 0; from + MIN_RUN <= sizes.length; from++) {
            long sum = 0;
            for (int i = from; i < from + MIN_RUN; i++) {
                sum += sizes[i];
            }
            if (sum <= fewest) {
                fewest = sum;
                best = from;
            }
        }
        return new Range(best, best + MIN_RUN);
    }
}
