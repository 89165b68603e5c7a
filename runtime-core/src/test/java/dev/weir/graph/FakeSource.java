package dev.weir.graph;

import dev.weir.codec.Codec;
import dev.weir.source.Boundedness;
import dev.weir.source.Source;
import dev.weir.source.SourceReader;
import dev.weir.source.SourceReaderContext;
import dev.weir.source.SourceSplit;
import dev.weir.source.SplitPlanContext;
import java.util.List;

/** A source that is planned but never read. */
public record FakeSource<T>(Boundedness boundedness) implements Source<T, SourceSplit> {
    public static <T> FakeSource<T> bounded() {
        return new FakeSource<>(Boundedness.BOUNDED);
    }

    public static <T> FakeSource<T> unbounded() {
        return new FakeSource<>(Boundedness.UNBOUNDED);
    }

    @Override
    public List<SourceSplit> planSplits(SplitPlanContext context) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SourceReader<SourceSplit> createReader(SourceReaderContext<T> context) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Codec<SourceSplit> splitCodec() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String kind() {
        return "fake-source";
    }
}
