package dev.weir.exec;

import dev.weir.codec.ByteReader;
import dev.weir.codec.ByteWriter;
import dev.weir.codec.Codec;
import dev.weir.element.OutputTag;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.graph.Step;
import dev.weir.metrics.Counter;
import dev.weir.metrics.MetricGroup;
import dev.weir.operator.Output;
import dev.weir.source.AcceptsSplits;
import dev.weir.source.PollStatus;
import dev.weir.source.SourceOutput;
import dev.weir.source.SourceReader;
import dev.weir.source.SourceReaderContext;
import dev.weir.source.SourceSplit;
import dev.weir.time.Clock;
import dev.weir.time.TimestampAssigner;
import dev.weir.time.Timestamps;
import dev.weir.time.WatermarkGenerator;
import dev.weir.time.WatermarkStrategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The head of a source's chain: the reader, an output for each split, and the watermark over all of them. A split holds
 * the watermark back from the start, also before its first record.
 *
 * <p><b>Threading:</b> confined to the task's thread.
 */
final class SourceHead implements SourceReaderContext<Object> {
    private final Step.SourceStep step;
    private final int subtask;
    private final int parallelism;
    private final Clock clock;
    private final MetricGroup metrics;
    private final Output<Object> output;
    private final Function<OutputTag<?>, Output<Object>> sideOutputs;
    private final Map<String, SplitOutput> splits = new HashMap<>();
    private final Set<String> finished = new HashSet<>();
    private final Counter recordsOut;
    private final Codec<SourceSplit> codec;
    private @Nullable SourceReader<SourceSplit> reader;
    private long published;
    private long finishedRecords;
    private long watermark;
    private boolean idle;
    private final Duration watermarkInterval;
    private final ReadingTime readingTime;
    private final @Nullable AlignmentGroup alignmentGroup;
    private @Nullable SplitAlignment alignment;

    /** @param alignmentGroup shared by the source's subtasks, or null without alignment */
    @SuppressWarnings("unchecked")
    SourceHead(
            Step.SourceStep step,
            int subtask,
            int parallelism,
            AttemptContext attempt,
            @Nullable AlignmentGroup alignmentGroup,
            Output<Object> output,
            Function<OutputTag<?>, Output<Object>> sideOutputs) {
        this.step = step;
        this.subtask = subtask;
        this.parallelism = parallelism;
        this.watermark = attempt.restored().watermark(step.uid());
        this.clock = attempt.ports().clock();
        this.metrics = attempt.metrics().group(step.uid());
        this.watermarkInterval = attempt.settings().watermarkInterval();
        this.readingTime = new ReadingTime(clock.nanos(), watermarkInterval);
        this.alignmentGroup = alignmentGroup;
        this.output = output;
        this.sideOutputs = sideOutputs;
        this.recordsOut = metrics.counter("recordsOut");
        this.codec = (Codec<SourceSplit>) step.source().splitCodec();
    }

    @SuppressWarnings("unchecked")
    void open(List<AssignedSplit> assigned) throws Exception {
        List<SourceSplit> positions = new ArrayList<>();
        for (AssignedSplit split : assigned) {
            positions.add(split.split());
            openOutput(split.split().splitId()).restore(split.generatorState());
        }
        SourceReader<SourceSplit> made =
                ((dev.weir.source.Source<Object, SourceSplit>) step.source()).createReader(this);
        reader = made;
        made.start(positions);
        if (alignmentGroup != null) {
            alignment = SplitAlignment.of(alignmentGroup, subtask, made, step, watermarkInterval);
        }
    }

    /** Reads splits that were found while the job runs. */
    @SuppressWarnings("unchecked")
    void addSplits(List<SourceSplit> found) throws Exception {
        if (!(reader() instanceof AcceptsSplits)) {
            throw new WeirException(
                    ErrorCode.INTERNAL,
                    "Cannot read a new split: source " + step.source().kind()
                            + " discovers splits but its reader takes none; let it implement AcceptsSplits");
        }
        found.forEach(split -> openOutput(split.splitId()));
        ((AcceptsSplits<SourceSplit>) reader()).addSplits(found);
    }

    PollStatus poll() throws Exception {
        PollStatus status = reader().poll();
        long records = finishedRecords;
        for (SplitOutput split : splits.values()) {
            records += split.records();
        }
        if (records != published) {
            recordsOut.add(records - published);
            published = records;
        }
        return status;
    }

    /** Emits the watermark if it has advanced, and whether no split is active. */
    void advanceWatermark() throws Exception {
        if (step.watermarks() == null) {
            return;
        }
        long now = readingTime.advanceTo(clock.nanos());
        long lowest = Long.MAX_VALUE;
        boolean anyActive = false;
        for (SplitOutput split : splits.values()) {
            if (!split.isIdle(now)) {
                anyActive = true;
                lowest = Math.min(lowest, split.watermark());
            }
        }
        if (idle == anyActive) {
            idle = !anyActive;
            output.emitIdle(idle);
        }
        if (anyActive && lowest > watermark) {
            watermark = lowest;
            output.emitWatermark(lowest);
        }
        if (alignment != null) {
            alignment.look(splits, now);
        }
    }

    void endInput() {
        if (alignment != null) {
            alignment.leave();
        }
        if (idle) {
            idle = false;
            output.emitIdle(false);
        }
        watermark = Timestamps.MAX_WATERMARK;
        output.emitWatermark(Timestamps.MAX_WATERMARK);
    }

    long watermark() {
        return watermark;
    }

    byte[] snapshot(long checkpointId) {
        List<SourceSplit> positions = reader().snapshot(checkpointId);
        ByteWriter out = new ByteWriter();
        out.writeVarInt(positions.size());
        for (SourceSplit split : positions) {
            SplitOutput splitOutput = splits.get(split.splitId());
            out.writeLong(splitOutput == null ? Timestamps.MIN_WATERMARK : splitOutput.generatorState());
            ByteWriter bytes = new ByteWriter();
            codec.encode(split, bytes);
            out.writeBlob(bytes.toByteArray());
        }
        return out.toByteArray();
    }

    void checkpointCompleted(long checkpointId) throws Exception {
        reader().checkpointCompleted(checkpointId);
    }

    void close() throws Exception {
        if (reader != null) {
            reader.close();
        }
    }

    /** Reads what {@link #snapshot} wrote. */
    static List<AssignedSplit> decode(Step.SourceStep step, byte[] state) {
        List<AssignedSplit> splits = new ArrayList<>();
        ByteReader in = new ByteReader(state);
        int count = in.readVarInt();
        for (int i = 0; i < count; i++) {
            long generatorState = in.readLong();
            splits.add(new AssignedSplit(
                    (SourceSplit) step.source().splitCodec().decode(new ByteReader(in.readBlob())), generatorState));
        }
        return splits;
    }

    /** A split with the state of its watermark generator. */
    record AssignedSplit(SourceSplit split, long generatorState) {}

    private SourceReader<SourceSplit> reader() {
        if (reader == null) {
            throw new IllegalStateException("the source is not open");
        }
        return reader;
    }

    @SuppressWarnings("unchecked")
    private SplitOutput openOutput(String splitId) {
        return splits.computeIfAbsent(splitId, id -> {
            WatermarkStrategy<Object> strategy = (WatermarkStrategy<Object>) step.watermarks();
            WatermarkGenerator generator =
                    strategy == null ? null : strategy.generator().get();
            TimestampAssigner<Object> assigner = strategy == null ? null : strategy.assigner();
            long idleNanos = strategy == null || strategy.idleness() == null
                    ? Long.MAX_VALUE
                    : strategy.idleness().toNanos();
            return new SplitOutput(output, generator, assigner, idleNanos, readingTime.nanos());
        });
    }

    @Override
    public int subtaskIndex() {
        return subtask;
    }

    @Override
    public int parallelism() {
        return parallelism;
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public MetricGroup metrics() {
        return metrics;
    }

    @Override
    public SourceOutput<Object> output(String splitId) {
        return openOutput(splitId);
    }

    @Override
    public void splitFinished(String splitId) {
        SplitOutput split = splits.remove(splitId);
        if (split != null && finished.add(splitId)) {
            finishedRecords += split.records();
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public <X> SourceOutput<X> sideOutput(OutputTag<X> tag) {
        Output<Object> side = sideOutputs.apply(tag);
        return (SourceOutput<X>) new SplitOutput(side, null, null, Long.MAX_VALUE, 0);
    }
}
