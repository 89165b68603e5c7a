package dev.weir.consistency.mutant;

import dev.weir.codec.Codec;
import dev.weir.consistency.job.ModelInput;
import dev.weir.source.Boundedness;
import dev.weir.source.PollStatus;
import dev.weir.source.Source;
import dev.weir.source.SourceReader;
import dev.weir.source.SourceReaderContext;
import dev.weir.source.SourceSplit;
import dev.weir.source.SplitPlanContext;
import java.util.List;
import java.util.function.UnaryOperator;

/** A source whose readers tell the checkpoint another position than the one that they have reached. */
record RelayedSource<S extends SourceSplit>(Source<ModelInput, S> real, UnaryOperator<List<S>> positions)
        implements Source<ModelInput, S> {
    @Override
    public Boundedness boundedness() {
        return real.boundedness();
    }

    @Override
    public List<S> planSplits(SplitPlanContext context) throws Exception {
        return real.planSplits(context);
    }

    @Override
    @SuppressWarnings("try") // close() may be interrupted like any other call
    public SourceReader<S> createReader(SourceReaderContext<ModelInput> context) throws Exception {
        SourceReader<S> reader = real.createReader(context);
        return new SourceReader<>() {
            @Override
            public void start(List<S> splits) throws Exception {
                reader.start(splits);
            }

            @Override
            public PollStatus poll() throws Exception {
                return reader.poll();
            }

            @Override
            public List<S> snapshot(long checkpointId) {
                return positions.apply(reader.snapshot(checkpointId));
            }

            @Override
            public void close() throws Exception {
                reader.close();
            }
        };
    }

    @Override
    public Codec<S> splitCodec() {
        return real.splitCodec();
    }

    @Override
    public String kind() {
        return real.kind();
    }
}
