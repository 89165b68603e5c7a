package dev.weir.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.codec.Codec;
import dev.weir.codec.CodecRegistry;
import dev.weir.fault.FaultInjector;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.sink.Sink;
import dev.weir.state.FileRef;
import dev.weir.state.OperatorSnapshot;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The rest of the runtime as a delivery sees it: a source that counts, dealt out to the subtasks in turn, checkpoints that
 * are complete when they are told to be, attempts. One thread.
 */
final class ModelJob {
    final MemorySegments segments = new MemorySegments();
    final ManualClock clock = new ManualClock();
    final TestCounters counters = new TestCounters();

    private final Sink<String> sink;
    private int parallelism = 1;
    private int shards = 4;
    private RewindPolicy policy = RewindPolicy.FAIL;
    private FaultInjector faults = FaultInjector.NONE;
    private @Nullable DeliveryStrategy strategy;
    private DeadLetterPolicy deadLetters = DeadLetterPolicy.stop();
    private long attempts;
    private long checkpointIds;
    private int lineages;
    private String prefix = "r";
    private @Nullable Checkpoint newest;

    ModelJob(Sink<String> sink) {
        this.sink = sink;
    }

    /** A complete checkpoint. */
    record Checkpoint(long id, String lineage, int sourcePosition, List<byte[]> states, Set<String> files) {}

    ModelJob strategy(DeliveryStrategy value) {
        strategy = value;
        return this;
    }

    ModelJob deadLetters(DeadLetterPolicy value) {
        deadLetters = value;
        return this;
    }

    private DeliveryStrategy strategy() {
        return strategy == null ? Deliveries.strategyOf(sink) : strategy;
    }

    ModelJob parallelism(int value) {
        parallelism = value;
        return this;
    }

    ModelJob shards(int value) {
        shards = value;
        return this;
    }

    ModelJob policy(RewindPolicy value) {
        policy = value;
        return this;
    }

    ModelJob faults(FaultInjector value) {
        faults = value;
        return this;
    }

    /** What records begin with: another prefix makes the job produce other records. */
    ModelJob prefix(String value) {
        prefix = value;
        return this;
    }

    @Nullable
    Checkpoint newest() {
        return newest;
    }

    void restoreFrom(@Nullable Checkpoint checkpoint) {
        newest = checkpoint;
    }

    /** As long as it takes, up to the point where records flow. */
    Attempt start() {
        Attempt attempt = startWithoutCommits();
        attempt.recover();
        return attempt;
    }

    Attempt startWithoutCommits() {
        attempts++;
        Checkpoint from = newest;
        String lineage = from == null || policy == RewindPolicy.FORK ? "L" + ++lineages : from.lineage();
        List<Delivery<String>> deliveries = IntStream.range(0, parallelism)
                .mapToObj(subtask -> Deliveries.of(sink, strategy(), context(subtask)))
                .toList();
        deliveries.forEach(Delivery::fence);
        deliveries.forEach(delivery -> delivery.recover(lineage, from == null ? List.of() : from.states()));
        return new Attempt(lineage, deliveries, from == null ? 0 : from.sourcePosition());
    }

    /** Looks at the destination as a start does before it fences; returns the highest attempt there. */
    long look() {
        long highest = 0;
        for (int subtask = 0; subtask < parallelism; subtask++) {
            try (Delivery<String> delivery = Deliveries.of(sink, strategy(), context(subtask))) {
                highest = Math.max(highest, delivery.highestAttempt());
                delivery.refuseRewind(newest == null ? List.of() : newest.states());
            }
        }
        return highest;
    }

    private DeliveryContext context(int subtask) {
        return new DeliveryContext(
                "job",
                "out",
                subtask,
                parallelism,
                shards,
                attempts,
                "process",
                policy,
                deadLetters,
                clock,
                faults,
                counters,
                new NoCodecs(),
                segments);
    }

    /** One run of the job. */
    final class Attempt {
        final List<Delivery<String>> deliveries;
        private final String lineage;
        private int sourcePosition;

        Attempt(String lineage, List<Delivery<String>> deliveries, int sourcePosition) {
            this.lineage = lineage;
            this.deliveries = deliveries;
            this.sourcePosition = sourcePosition;
        }

        Delivery<String> delivery() {
            return deliveries.get(0);
        }

        int sourcePosition() {
            return sourcePosition;
        }

        void recover() {
            for (int i = 0; !deliveries.stream().allMatch(Delivery::recovered); i++) {
                assertThat(i).as("steps to recover").isLessThan(1000);
                stepAll();
            }
        }

        Attempt write(int count) {
            for (int i = 0; i < count; i++) {
                int record = sourcePosition++;
                try {
                    deliveries.get(record % deliveries.size()).write(prefix + record, record);
                } catch (RuntimeException e) {
                    throw e;
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }
            return this;
        }

        /** A barrier; its checkpoint is not complete, and nothing is durable. */
        Sealed seal() {
            long id = ++checkpointIds;
            return new Sealed(
                    id,
                    sourcePosition,
                    deliveries.stream().map(delivery -> delivery.seal(id)).toList());
        }

        /** The files are durable and the checkpoint is complete, but nobody was told. */
        Checkpoint complete(Sealed sealed) {
            Set<String> files = new HashSet<>();
            List<byte[]> states = new ArrayList<>();
            try {
                for (OperatorSnapshot snapshot : sealed.snapshots()) {
                    for (OperatorSnapshot.PendingFile file : snapshot.files()) {
                        FileRef ref = file.makeDurable();
                        files.add(ref.name());
                    }
                    states.add(snapshot.state().bytes());
                }
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            newest = new Checkpoint(sealed.id(), lineage, sealed.sourcePosition(), states, files);
            return newest;
        }

        void tell(Checkpoint checkpoint) {
            deliveries.forEach(delivery -> delivery.checkpointCompleted(checkpoint.id()));
        }

        /** Barrier, completion, commit. */
        Checkpoint checkpoint() {
            Checkpoint checkpoint = complete(seal());
            tell(checkpoint);
            drain();
            return checkpoint;
        }

        void drain() {
            for (int i = 0; !deliveries.stream().allMatch(Delivery::drained); i++) {
                assertThat(i).as("steps to drain").isLessThan(1000);
                stepAll();
            }
        }

        private void stepAll() {
            long wait = Delivery.IDLE;
            for (Delivery<String> delivery : deliveries) {
                wait = Math.min(wait, delivery.step());
            }
            if (wait != Delivery.IDLE) {
                clock.advanceNanos(wait);
            }
        }

        void close() {
            deliveries.forEach(Delivery::close);
        }
    }

    /** A barrier that has passed. */
    record Sealed(long id, int sourcePosition, List<OperatorSnapshot> snapshots) {}

    private static final class NoCodecs implements CodecRegistry {
        @Override
        public <T> Codec<T> codec(Type type) {
            throw new AssertionError("the sink has its own codec");
        }

        @Override
        public <K> Codec<K> keyCodec(Type type) {
            throw new AssertionError("the sink has its own codec");
        }
    }
}
