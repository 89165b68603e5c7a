package dev.weir.kafka;

import dev.weir.codec.ByteReader;
import dev.weir.codec.ByteWriter;
import dev.weir.element.OutputTag;
import dev.weir.metrics.Counter;
import dev.weir.metrics.MetricGroup;
import dev.weir.source.AcceptsSplits;
import dev.weir.source.PausesSplits;
import dev.weir.source.PollStatus;
import dev.weir.source.SourceOutput;
import dev.weir.source.SourceReader;
import dev.weir.source.SourceReaderContext;
import dev.weir.source.SplitPlanContext;
import dev.weir.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Plays the runtime for one reader of a source and keeps what it emits. */
final class SourceRun<T> implements SourceReaderContext<T>, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    static final SplitPlanContext PLAN = new SplitPlanContext() {
        @Override
        public int parallelism() {
            return 1;
        }

        @Override
        public Clock clock() {
            return Clock.system();
        }
    };

    final List<T> records = new ArrayList<>();
    final List<Long> timestamps = new ArrayList<>();
    final Map<String, List<T>> bySplit = new LinkedHashMap<>();
    final List<Object> side = new ArrayList<>();
    private final Set<String> finished = new HashSet<>();
    final Set<String> finishedPartitions = new HashSet<>();
    private final Map<String, Long> counters = new HashMap<>();
    private final KafkaSource<T> source;
    private final SourceReader<KafkaSource.Split> reader;

    private SourceRun(KafkaSource<T> source) throws Exception {
        this.source = source;
        reader = source.createReader(this);
    }

    static <T> List<KafkaSource.Split> plan(KafkaSource<T> source) throws Exception {
        return source.planSplits(PLAN);
    }

    static <T> SourceRun<T> start(KafkaSource<T> source) throws Exception {
        return start(source, plan(source));
    }

    static <T> SourceRun<T> start(KafkaSource<T> source, List<KafkaSource.Split> splits) throws Exception {
        SourceRun<T> run = new SourceRun<>(source);
        run.reader.start(splits.stream().map(run::throughCodec).toList());
        return run;
    }

    /** All records of a bounded source. */
    static <T> List<T> readAll(KafkaSource<T> source) throws Exception {
        try (SourceRun<T> run = start(source)) {
            run.drain();
            return run.records;
        }
    }

    private KafkaSource.Split throughCodec(KafkaSource.Split split) {
        ByteWriter out = new ByteWriter();
        source.splitCodec().encode(split, out);
        ByteReader in = new ByteReader(out.toByteArray());
        KafkaSource.Split decoded = source.splitCodec().decode(in);
        if (in.remaining() != 0 || !decoded.equals(split)) {
            throw new AssertionError(split + " became " + decoded);
        }
        return decoded;
    }

    PollStatus poll() throws Exception {
        return reader.poll();
    }

    /** Polls until the source ends. */
    void drain() throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (poll() != PollStatus.END) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("no end; " + records.size() + " records: " + records);
            }
        }
    }

    /** Polls until there are so many records, and fails if there are more. */
    List<T> await(int count) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (records.size() < count) {
            if (poll() == PollStatus.END || System.nanoTime() > deadline) {
                throw new AssertionError("only " + records.size() + " records: " + records);
            }
        }
        if (records.size() > count) {
            throw new AssertionError(records.size() + " records instead of " + count + ": " + records);
        }
        return records;
    }

    /** Polls for a while, for what must not come. */
    void pollFor(Duration time) throws Exception {
        long deadline = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < deadline) {
            poll();
        }
    }

    List<KafkaSource.Split> snapshot(long checkpointId) {
        return reader.snapshot(checkpointId).stream().map(this::throughCodec).toList();
    }

    void completed(long checkpointId) throws Exception {
        reader.checkpointCompleted(checkpointId);
    }

    @SuppressWarnings("unchecked")
    void add(List<KafkaSource.Split> splits) throws Exception {
        ((AcceptsSplits<KafkaSource.Split>) reader).addSplits(splits);
    }

    void pause(String... splitIds) throws Exception {
        ((PausesSplits) reader).pauseSplits(Set.of(splitIds));
    }

    long counter(String name) {
        return counters.getOrDefault(name, 0L);
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (Exception e) {
            throw new IllegalStateException("the reader cannot be closed", e);
        }
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
        return Clock.system();
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
                throw new AssertionError("each record of Kafka has a timestamp");
            }

            @Override
            public void collect(T value, long timestamp) {
                if (finished.contains(splitId)) {
                    throw new AssertionError("a record of the finished split " + splitId);
                }
                records.add(value);
                timestamps.add(timestamp);
                bySplit.computeIfAbsent(splitId.substring(0, splitId.indexOf('@')), id -> new ArrayList<>())
                        .add(value);
            }
        };
    }

    @Override
    public void splitFinished(String splitId) {
        finished.add(splitId);
        finishedPartitions.add(splitId.substring(0, splitId.indexOf('@')));
    }

    @Override
    public <X> SourceOutput<X> sideOutput(OutputTag<X> tag) {
        return new SourceOutput<>() {
            @Override
            public void collect(X value) {
                side.add(value);
            }

            @Override
            public void collect(X value, long timestamp) {
                side.add(value);
            }
        };
    }
}
