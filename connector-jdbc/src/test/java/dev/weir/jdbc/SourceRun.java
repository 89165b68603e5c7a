package dev.weir.jdbc;

import dev.weir.codec.ByteReader;
import dev.weir.codec.ByteWriter;
import dev.weir.element.OutputTag;
import dev.weir.jdbc.JdbcSource.Split;
import dev.weir.metrics.Counter;
import dev.weir.metrics.MetricGroup;
import dev.weir.source.PollStatus;
import dev.weir.source.SourceOutput;
import dev.weir.source.SourceReader;
import dev.weir.source.SourceReaderContext;
import dev.weir.source.SplitPlanContext;
import dev.weir.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Plays the runtime for the readers of a source; all of them give to one list. */
final class SourceRun<T> implements AutoCloseable {
    private final List<SourceReader<Split>> readers = new ArrayList<>();
    private final List<PollStatus> last = new ArrayList<>();
    final List<T> records = new ArrayList<>();

    private SourceRun() {}

    static <T> List<Split> plan(JdbcSource<T> source, int parallelism) {
        return source.planSplits(new SplitPlanContext() {
            @Override
            public int parallelism() {
                return parallelism;
            }

            @Override
            public Clock clock() {
                return Clock.system();
            }
        });
    }

    static <T> SourceRun<T> start(JdbcSource<T> source) throws Exception {
        return start(source, plan(source, 1), 1);
    }

    /** Gives the splits to the readers in turn. */
    static <T> SourceRun<T> start(JdbcSource<T> source, List<Split> splits, int parallelism) throws Exception {
        SourceRun<T> run = new SourceRun<>();
        for (int subtask = 0; subtask < parallelism; subtask++) {
            List<Split> own = new ArrayList<>();
            for (int index = subtask; index < splits.size(); index += parallelism) {
                own.add(throughCodec(source, splits.get(index)));
            }
            SourceReader<Split> reader = source.createReader(run.new Context());
            run.readers.add(reader);
            run.last.add(PollStatus.MORE);
            reader.start(own);
        }
        return run;
    }

    private static Split throughCodec(JdbcSource<?> source, Split split) {
        ByteWriter out = new ByteWriter();
        source.splitCodec().encode(split, out);
        ByteReader in = new ByteReader(out.toByteArray());
        Split decoded = source.splitCodec().decode(in);
        if (in.remaining() != 0) {
            throw new AssertionError(in.remaining() + " bytes are left of " + split);
        }
        return decoded;
    }

    /** Polls each reader once; false if all have ended. */
    boolean poll() throws Exception {
        boolean more = false;
        for (int subtask = 0; subtask < readers.size(); subtask++) {
            if (last.get(subtask) != PollStatus.END) {
                last.set(subtask, readers.get(subtask).poll());
                more |= last.get(subtask) != PollStatus.END;
            }
        }
        return more;
    }

    List<T> drain() throws Exception {
        while (poll()) {
            Thread.onSpinWait();
        }
        return records;
    }

    /** Polls until there are so many records. */
    List<T> await(int count) throws Exception {
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (records.size() < count) {
            if (!poll() || System.nanoTime() > deadline) {
                throw new AssertionError("only " + records.size() + " records: " + records);
            }
        }
        return records;
    }

    /** Polls for a while, for what must not come. */
    List<T> pollFor(long millis) throws Exception {
        long deadline = System.nanoTime() + millis * 1_000_000;
        while (System.nanoTime() < deadline) {
            poll();
        }
        return records;
    }

    List<Split> snapshot() {
        return readers.stream().flatMap(reader -> reader.snapshot(1).stream()).toList();
    }

    @Override
    public void close() {
        for (SourceReader<Split> reader : readers) {
            try {
                reader.close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    private final class Context implements SourceReaderContext<T> {
        private final List<String> finished = new ArrayList<>();

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
                public void add(long count) {}

                @Override
                public long value() {
                    return 0;
                }
            };
        }

        @Override
        public SourceOutput<T> output(String splitId) {
            return new SourceOutput<>() {
                @Override
                public void collect(T value) {
                    if (finished.contains(splitId)) {
                        throw new AssertionError("a record of the finished split " + splitId);
                    }
                    records.add(value);
                }

                @Override
                public void collect(T value, long timestamp) {
                    throw new AssertionError("this source knows no event time");
                }
            };
        }

        @Override
        public void splitFinished(String splitId) {
            finished.add(splitId);
        }

        @Override
        public <X> SourceOutput<X> sideOutput(OutputTag<X> tag) {
            throw new AssertionError("this source has no side output");
        }
    }
}
