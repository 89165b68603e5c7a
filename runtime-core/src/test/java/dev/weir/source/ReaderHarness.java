package dev.weir.source;

import dev.weir.codec.ByteReader;
import dev.weir.codec.ByteWriter;
import dev.weir.codec.Codec;
import dev.weir.element.OutputTag;
import dev.weir.metrics.Counter;
import dev.weir.metrics.MetricGroup;
import dev.weir.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Plays the runtime for one reader: plans, polls, snapshots through the split codec, and keeps what was emitted. */
final class ReaderHarness<T, S extends SourceSplit> implements SourceReaderContext<T>, AutoCloseable {
    private final Source<T, S> source;
    private final ManualClock clock;
    private final SourceReader<S> reader;
    final List<T> records = new ArrayList<>();
    final Map<String, List<T>> recordsOfSplit = new LinkedHashMap<>();
    /** The split of each record, in the order of the records. */
    final List<String> splitOfRecord = new ArrayList<>();

    final List<String> finishedSplits = new ArrayList<>();
    final List<Object> sideRecords = new ArrayList<>();
    private final Map<String, Long> counters = new HashMap<>();

    private ReaderHarness(Source<T, S> source, ManualClock clock, List<S> splits) throws Exception {
        this.source = source;
        this.clock = clock;
        reader = source.createReader(this);
        reader.start(splits);
    }

    static <T, S extends SourceSplit> ReaderHarness<T, S> open(Source<T, S> source) throws Exception {
        return open(source, plan(source, 1));
    }

    static <T, S extends SourceSplit> ReaderHarness<T, S> open(Source<T, S> source, List<S> splits) throws Exception {
        return new ReaderHarness<>(source, new ManualClock(), splits);
    }

    static <T, S extends SourceSplit> ReaderHarness<T, S> open(Source<T, S> source, List<S> splits, ManualClock clock)
            throws Exception {
        return new ReaderHarness<>(source, clock, splits);
    }

    static <T, S extends SourceSplit> List<S> plan(Source<T, S> source, int parallelism) throws Exception {
        return source.planSplits(new SplitPlanContext() {
            @Override
            public int parallelism() {
                return parallelism;
            }

            @Override
            public Clock clock() {
                return new ManualClock();
            }
        });
    }

    /** Everything that the source gives to a single reader. */
    static <T, S extends SourceSplit> List<T> readAll(Source<T, S> source) throws Exception {
        return readAll(source, plan(source, 1));
    }

    static <T, S extends SourceSplit> List<T> readAll(Source<T, S> source, List<S> splits) throws Exception {
        try (ReaderHarness<T, S> harness = open(source, splits)) {
            return harness.drain();
        }
    }

    List<T> drain() throws Exception {
        while (reader.poll() != PollStatus.END) {
            // Polls until the end.
        }
        return records;
    }

    PollStatus poll() throws Exception {
        return reader.poll();
    }

    /** The positions, encoded and decoded as a checkpoint does. */
    List<S> snapshot() {
        return reader.snapshot(1).stream()
                .map(split -> throughCodec(source.splitCodec(), split))
                .toList();
    }

    static <S> S throughCodec(Codec<S> codec, S split) {
        ByteWriter out = new ByteWriter();
        codec.encode(split, out);
        ByteReader in = new ByteReader(out.toByteArray());
        S decoded = codec.decode(in);
        if (in.remaining() != 0) {
            throw new AssertionError(in.remaining() + " bytes are left of " + split);
        }
        return decoded;
    }

    long counter(String name) {
        return counters.getOrDefault(name, 0L);
    }

    @Override
    public int subtaskIndex() {
        return 0;
    }

    @Override
    public int parallelism() {
        return 1;
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public MetricGroup metrics() {
        return name -> new Counter() {
            @Override
            public void add(long count) {
                counters.merge(name, count, Long::sum);
            }

            @Override
            public long value() {
                return counter(name);
            }
        };
    }

    @Override
    public SourceOutput<T> output(String splitId) {
        return new SourceOutput<>() {
            @Override
            public void collect(T value) {
                if (finishedSplits.contains(splitId)) {
                    throw new AssertionError("a record of the finished split " + splitId);
                }
                records.add(value);
                splitOfRecord.add(splitId);
                recordsOfSplit.computeIfAbsent(splitId, id -> new ArrayList<>()).add(value);
            }

            @Override
            public void collect(T value, long timestamp) {
                throw new AssertionError("these sources know no event time");
            }
        };
    }

    @Override
    public void splitFinished(String splitId) {
        finishedSplits.add(splitId);
    }

    @Override
    public <X> SourceOutput<X> sideOutput(OutputTag<X> tag) {
        return new SourceOutput<>() {
            @Override
            public void collect(X value) {
                sideRecords.add(value);
            }

            @Override
            public void collect(X value, long timestamp) {
                sideRecords.add(value);
            }
        };
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Time that passes only when told. */
    static final class ManualClock implements Clock {
        private long nanos = 987_654_321;

        void advanceNanos(long more) {
            nanos += more;
        }

        @Override
        public long millis() {
            return nanos / 1_000_000;
        }

        @Override
        public long nanos() {
            return nanos;
        }
    }
}
