package dev.weir.consistency.job;

import dev.weir.codec.ByteReader;
import dev.weir.codec.ByteWriter;
import dev.weir.codec.Codec;
import dev.weir.consistency.history.Workload;
import dev.weir.source.Boundedness;
import dev.weir.source.PollStatus;
import dev.weir.source.Source;
import dev.weir.source.SourceOutput;
import dev.weir.source.SourceReader;
import dev.weir.source.SourceReaderContext;
import dev.weir.source.SourceSplit;
import dev.weir.source.SplitPlanContext;
import java.util.ArrayList;
import java.util.List;

/**
 * A replayable source of the partitions of a {@link Workload}. A reader takes its partitions in turn.
 *
 * @param pace how many records a poll emits and when there are none
 */
public record ModelSource(Workload workload, Pace pace, JobObserver observer)
        implements Source<ModelInput, ModelSource.Partition> {
    /** How fast records come. */
    public interface Pace {
        /** One record a poll, and nothing at every seventh: as many interleavings as possible, for a simulation. */
        Pace ONE_BY_ONE = polls -> polls % 7 == 0 ? 0 : 1;

        /** How many records the next poll may emit; 0 to wait. */
        int recordsFor(long polls);
    }

    /**
     * A partition and where it is read next.
     *
     * @param next the offset of the next record
     * @param epoch how many barriers the partition has seen
     */
    public record Partition(int number, long next, long epoch) implements SourceSplit {
        @Override
        public String splitId() {
            return "partition-" + number;
        }
    }

    @Override
    public Boundedness boundedness() {
        return Boundedness.BOUNDED;
    }

    @Override
    public List<Partition> planSplits(SplitPlanContext context) {
        List<Partition> partitions = new ArrayList<>();
        for (int i = 0; i < workload.partitions(); i++) {
            partitions.add(new Partition(i, 0, 0));
        }
        return partitions;
    }

    @Override
    public SourceReader<Partition> createReader(SourceReaderContext<ModelInput> context) {
        return new Reader(context);
    }

    @Override
    public Codec<Partition> splitCodec() {
        return new PartitionCodec();
    }

    @Override
    public String kind() {
        return "model";
    }

    private final class Reader implements SourceReader<Partition> {
        private final SourceReaderContext<ModelInput> context;
        private final List<Cursor> open = new ArrayList<>();
        private long polls;
        private int turn;

        Reader(SourceReaderContext<ModelInput> context) {
            this.context = context;
        }

        @Override
        public void start(List<Partition> splits) {
            splits.forEach(split -> open.add(new Cursor(split, context.output(split.splitId()))));
            observer.readerStarted(context.subtaskIndex(), context.parallelism(), splits);
        }

        @Override
        public PollStatus poll() {
            int budget = open.isEmpty() ? 1 : pace.recordsFor(++polls);
            if (budget == 0) {
                return PollStatus.WAIT;
            }
            while (budget-- > 0) {
                if (open.isEmpty()) {
                    return PollStatus.END;
                }
                turn %= open.size();
                Cursor cursor = open.get(turn);
                if (cursor.next == workload.recordsPerPartition()) {
                    open.remove(turn);
                    context.splitFinished(cursor.split.splitId());
                } else {
                    cursor.emit(workload);
                    turn++;
                }
            }
            return open.isEmpty() ? PollStatus.END : PollStatus.MORE;
        }

        @Override
        public List<Partition> snapshot(long checkpointId) {
            List<Partition> positions = new ArrayList<>();
            for (Cursor cursor : open) {
                cursor.epoch++;
                positions.add(new Partition(cursor.split.number(), cursor.next, cursor.epoch));
            }
            return positions;
        }

        @Override
        public void close() {}
    }

    private static final class Cursor {
        final Partition split;
        final SourceOutput<ModelInput> output;
        long next;
        long epoch;

        Cursor(Partition split, SourceOutput<ModelInput> output) {
            this.split = split;
            this.output = output;
            this.next = split.next();
            this.epoch = split.epoch();
        }

        void emit(Workload workload) {
            long offset = next++;
            output.collect(new ModelInput(split.number(), offset, workload.keyOf(split.number(), offset), epoch));
        }
    }

    static final class PartitionCodec implements Codec<Partition> {
        @Override
        public void encode(Partition value, ByteWriter out) {
            out.writeVarInt(value.number());
            out.writeLong(value.next());
            out.writeLong(value.epoch());
        }

        @Override
        public Partition decode(ByteReader in) {
            return new Partition(in.readVarInt(), in.readLong(), in.readLong());
        }

        @Override
        public String fingerprint() {
            return "model-partition";
        }
    }
}
