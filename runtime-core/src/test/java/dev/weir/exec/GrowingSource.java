package dev.weir.exec;

import dev.weir.codec.ByteReader;
import dev.weir.codec.ByteWriter;
import dev.weir.codec.Codec;
import dev.weir.source.AcceptsSplits;
import dev.weir.source.Boundedness;
import dev.weir.source.DiscoversSplits;
import dev.weir.source.PausesSplits;
import dev.weir.source.PollStatus;
import dev.weir.source.Source;
import dev.weir.source.SourceOutput;
import dev.weir.source.SourceReader;
import dev.weir.source.SourceReaderContext;
import dev.weir.source.SourceSplit;
import dev.weir.source.SplitDiscovery;
import dev.weir.source.SplitPlanContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Lists of records that come and grow while they are read, each a split, without end. */
final class GrowingSource
        implements Source<GrowingSource.Item, GrowingSource.Part>, DiscoversSplits<GrowingSource.Part> {
    private final Map<String, List<Long>> lists = new ConcurrentHashMap<>();
    private final int recordsPerPoll;
    /** Runs before each look. */
    volatile Callable<Void> beforeLook = () -> null;

    final Set<String> pausedEver = ConcurrentHashMap.newKeySet();
    final AtomicInteger plans = new AtomicInteger();

    /** A record: which list, where in it, and its event time. */
    record Item(String list, int index, long time) {}

    record Part(String splitId, int next) implements SourceSplit {}

    GrowingSource(int recordsPerPoll) {
        this.recordsPerPoll = recordsPerPoll;
    }

    /** Adds records, by their event times. */
    void add(String list, long... times) {
        List<Long> all = new ArrayList<>(lists.getOrDefault(list, List.of()));
        for (long time : times) {
            all.add(time);
        }
        lists.put(list, List.copyOf(all));
    }

    List<Item> everything() {
        List<Item> all = new ArrayList<>();
        lists.forEach((list, times) -> {
            for (int i = 0; i < times.size(); i++) {
                all.add(new Item(list, i, times.get(i)));
            }
        });
        return all;
    }

    @Override
    public Boundedness boundedness() {
        return Boundedness.UNBOUNDED;
    }

    @Override
    public List<Part> planSplits(SplitPlanContext context) {
        plans.incrementAndGet();
        return missing(Set.of());
    }

    private List<Part> missing(Set<String> known) {
        return new TreeSet<>(lists.keySet())
                .stream()
                        .filter(list -> !known.contains(list))
                        .map(list -> new Part(list, 0))
                        .toList();
    }

    @Override
    public SplitDiscovery<Part> discovery(SplitPlanContext context) {
        return new SplitDiscovery<>() {
            @Override
            public List<Part> discover(Set<String> known) throws Exception {
                beforeLook.call();
                return missing(known);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public Duration discoveryInterval() {
        return Duration.ofMillis(10);
    }

    @Override
    public Duration discoveryPatience() {
        return Duration.ofSeconds(2);
    }

    @Override
    public SourceReader<Part> createReader(SourceReaderContext<Item> context) {
        return new Reader(context);
    }

    @Override
    public Codec<Part> splitCodec() {
        return new Codec<>() {
            @Override
            public void encode(Part value, ByteWriter out) {
                out.writeString(value.splitId());
                out.writeInt(value.next());
            }

            @Override
            public Part decode(ByteReader in) {
                return new Part(in.readString(), in.readInt());
            }

            @Override
            public String fingerprint() {
                return "part";
            }
        };
    }

    @Override
    public String kind() {
        return "growing";
    }

    private final class Reader implements SourceReader<Part>, AcceptsSplits<Part>, PausesSplits {
        private final SourceReaderContext<Item> context;
        private final List<Reading> readings = new ArrayList<>();
        private Set<String> paused = Set.of();
        private int turn;

        Reader(SourceReaderContext<Item> context) {
            this.context = context;
        }

        private static final class Reading {
            private final String list;
            private final SourceOutput<Item> output;
            private int next;

            Reading(Part part, SourceOutput<Item> output) {
                list = part.splitId();
                next = part.next();
                this.output = output;
            }
        }

        @Override
        public void start(List<Part> splits) {
            addSplits(splits);
        }

        @Override
        public void addSplits(List<Part> splits) {
            splits.forEach(part -> readings.add(new Reading(part, context.output(part.splitId()))));
        }

        @Override
        public PollStatus poll() {
            for (int tried = 0; tried < readings.size(); tried++) {
                turn = (turn + 1) % readings.size();
                Reading reading = readings.get(turn);
                List<Long> times = lists.getOrDefault(reading.list, List.of());
                if (reading.next < times.size() && !paused.contains(reading.list)) {
                    int end = Math.min(times.size(), reading.next + recordsPerPoll);
                    for (; reading.next < end; reading.next++) {
                        long time = times.get(reading.next);
                        reading.output.collect(new Item(reading.list, reading.next, time), time);
                    }
                    return PollStatus.MORE;
                }
            }
            return PollStatus.WAIT;
        }

        @Override
        public void pauseSplits(Set<String> splitIds) {
            paused = new HashSet<>(splitIds);
            pausedEver.addAll(splitIds);
        }

        @Override
        public List<Part> snapshot(long checkpointId) {
            return readings.stream()
                    .map(reading -> new Part(reading.list, reading.next))
                    .toList();
        }

        @Override
        public void close() {}
    }
}
