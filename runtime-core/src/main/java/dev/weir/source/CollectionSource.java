package dev.weir.source;

import dev.weir.codec.Codec;
import dev.weir.guarantee.Finding;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a list: for tests and small fixed inputs. The list is cut into one range of indexes for each subtask.
 *
 * <p>A restored job must be given an equal list again: a checkpoint keeps positions, not records.
 *
 * @param <T> records; never null
 */
public final class CollectionSource<T> implements Source<T, CollectionSource.Range>, DeclaresReplay {
    private final List<T> records;

    private CollectionSource(List<T> records) {
        this.records = records;
    }

    /** Reads a copy of the list. */
    public static <T> CollectionSource<T> of(List<? extends T> records) {
        return new CollectionSource<>(List.copyOf(records));
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // they are copied at once
    public static <T> CollectionSource<T> of(T... records) {
        return new CollectionSource<>(List.of(records));
    }

    /**
     * A range of indexes of the list.
     *
     * @param first where the range began when it was planned
     * @param next the index of the next record
     * @param end the index behind the last record
     */
    public record Range(int first, int next, int end) implements SourceSplit {
        @Override
        public String splitId() {
            return "records-from-" + first;
        }

        @Override
        public long weight() {
            return (long) end - next;
        }
    }

    @Override
    public Boundedness boundedness() {
        return Boundedness.BOUNDED;
    }

    @Override
    public List<Range> planSplits(SplitPlanContext context) {
        int size = records.size();
        int parts = Math.min(size, context.parallelism());
        List<Range> ranges = new ArrayList<>(parts);
        for (int part = 0; part < parts; part++) {
            int first = (int) ((long) size * part / parts);
            int end = (int) ((long) size * (part + 1) / parts);
            ranges.add(new Range(first, first, end));
        }
        return ranges;
    }

    @Override
    public SourceReader<Range> createReader(SourceReaderContext<T> context) {
        return new CollectionReader<>(records, context);
    }

    @Override
    public Codec<Range> splitCodec() {
        return RangeCodec.INSTANCE;
    }

    @Override
    public Finding replay() {
        return Finding.good(kind(), "reads an equal list on from the index in the checkpoint");
    }

    @Override
    public String kind() {
        return "collection";
    }
}
