package dev.weir.consistency;

import dev.weir.JobOptions;
import dev.weir.StreamEnvironment;
import dev.weir.checkpoint.CheckpointStores;
import dev.weir.checkpoint.MemoryDisk;
import dev.weir.exec.ExecutionPorts;
import dev.weir.exec.ExecutionSettings;
import dev.weir.exec.JobStatus;
import dev.weir.exec.RestartStrategy;
import dev.weir.exec.SimulatedJob;
import dev.weir.fault.Label;
import dev.weir.function.Collector;
import dev.weir.function.KeyedProcessFunction;
import dev.weir.graph.PhysicalPlan;
import dev.weir.state.ValueState;
import dev.weir.state.ValueStateDescriptor;
import dev.weir.time.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One simulated life of a job (source, keyed count, write-ahead sink over a model ledger) with crashes, power failures and
 * rescaling, all drawn from one seed; and the verdict on what the destination holds at the end.
 */
public final class SimulatedCount {
    private static final long START_MILLIS = 1_700_000_000_000L;
    private static final int MOST_STEPS = 200_000;
    private static final Label[] LABELS = Label.values();

    private final long seed;
    private final Mutant mutant;
    private final RandomGenerator random;
    private final ManualClock clock = new ManualClock(START_MILLIS);
    private final CrashPlan crashes = new CrashPlan();
    private final ModelLedger ledger = new ModelLedger();
    private final ModelSource source;
    private final List<Label> crashedAt = new ArrayList<>();
    private MemoryDisk disk = new MemoryDisk();
    private long steps;

    /** A way to break the delivery on purpose, to see that the simulation catches it. */
    public enum Mutant {
        /** Nothing is broken. */
        NONE,
        /** The rows are committed in one step, the ledger entry in a second one. */
        LEDGER_AFTER_ROWS,
        /** The ledger entry is committed in one step, the rows in a second one. */
        LEDGER_BEFORE_ROWS,
        /** Units are committed at the barrier, before their checkpoint is complete. */
        COMMIT_AT_SEAL
    }

    /**
     * What came out.
     *
     * @param damage what is wrong with the destination, or null when it holds exactly the truth
     * @param crashes where the process crashed, in order
     * @param reached how often each label was reached
     */
    public record Verdict(
            long seed, @Nullable String damage, List<Label> crashes, Map<Label, Integer> reached, long steps) {
        public boolean passed() {
            return damage == null;
        }
    }

    private SimulatedCount(long seed, Mutant mutant) {
        this.seed = seed;
        this.mutant = mutant;
        random = new SplittableRandom(seed);
        // Mostly short lives with few keys; now and then a long one with many, so that state files get merged.
        boolean isLong = random.nextInt(20) == 0;
        source = isLong
                ? new ModelSource(300, 150, 3)
                : new ModelSource(20 + random.nextInt(60), 1 + random.nextInt(6), 3);
    }

    /** Runs the life that belongs to a seed; the same seed gives the same verdict. */
    public static Verdict run(long seed, Mutant mutant) throws InterruptedException {
        return new SimulatedCount(seed, mutant).run();
    }

    private Verdict run() throws InterruptedException {
        int lives = 1 + random.nextInt(4);
        String damage = null;
        for (int life = 0; life < lives && damage == null; life++) {
            boolean last = life == lives - 1;
            if (last) {
                crashes.neverCrash();
            } else {
                crashes.crashAt(LABELS[random.nextInt(LABELS.length)], random.nextInt(8));
            }
            damage = live();
        }
        return new Verdict(seed, damage, crashedAt, crashes.reached(), steps);
    }

    /** One process, from its start to its crash or to the job's end. */
    private @Nullable String live() throws InterruptedException {
        SimulatedJob job = new SimulatedJob(plan(), settings(), ports(), clock, random);
        try {
            while (job.step()) {
                if (++steps > MOST_STEPS) {
                    return "stuck: no end after " + MOST_STEPS + " steps, status " + job.status();
                }
            }
        } catch (SimulatedCrash crash) {
            crashedAt.add(crashes.crashedAt());
            disk = random.nextBoolean() ? disk.kill() : disk.crash(random);
            return null;
        }
        disk = disk.kill();
        return job.status() == JobStatus.FINISHED
                ? damage()
                : "the job ended as " + job.status() + ": " + job.failure();
    }

    private @Nullable String damage() {
        Map<ModelOutput, Integer> expected = new HashMap<>();
        Map<Integer, Long> counts = new HashMap<>();
        for (long i = 0; i < source.records(); i++) {
            int key = source.keyOf(i);
            expected.put(new ModelOutput(key, counts.merge(key, 1L, Long::sum)), 1);
        }
        Map<ModelOutput, Integer> found = new HashMap<>();
        ledger.rows().forEach(row -> found.merge(row, 1, Integer::sum));
        if (found.equals(expected)) {
            return null;
        }
        List<ModelOutput> lost = expected.keySet().stream()
                .filter(row -> !found.containsKey(row))
                .toList();
        List<ModelOutput> doubled = found.entrySet().stream()
                .filter(row -> row.getValue() > expected.getOrDefault(row.getKey(), 0))
                .map(Map.Entry::getKey)
                .toList();
        return "lost " + lost + ", doubled " + doubled;
    }

    private PhysicalPlan plan() {
        StreamEnvironment env = StreamEnvironment.create(JobOptions.builder()
                .name("count")
                .parallelism(1 + random.nextInt(3))
                .maxParallelism(8)
                .build());
        ModelSink.Atomicity atomicity = switch (mutant) {
            case LEDGER_AFTER_ROWS -> ModelSink.Atomicity.ROWS_THEN_LEDGER;
            case LEDGER_BEFORE_ROWS -> ModelSink.Atomicity.LEDGER_THEN_ROWS;
            case NONE, COMMIT_AT_SEAL -> ModelSink.Atomicity.ATOMIC;
        };
        env.fromSource(source, "input")
                .uid("input")
                .keyBy(ModelInput::key)
                .process(new Count())
                .uid("count")
                .sinkTo(new ModelSink(ledger, random, atomicity))
                .uid("sink");
        return env.plan();
    }

    private ExecutionPorts ports() {
        MemoryDisk current = disk;
        return new ExecutionPorts(
                clock,
                crashes,
                () -> CheckpointStores.on(current, Path.of("/checkpoints"), "count", crashes, clock),
                mutant == Mutant.COMMIT_AT_SEAL ? CommitAtSeal::create : ExecutionPorts.REAL_DELIVERIES);
    }

    private static ExecutionSettings settings() {
        return new ExecutionSettings(
                "count",
                Duration.ofMillis(3),
                Duration.ofSeconds(10),
                null,
                2,
                RestartStrategy.none(),
                dev.weir.delivery.RewindPolicy.FAIL,
                null,
                List.of(),
                Duration.ZERO,
                4);
    }

    private static final class Count extends KeyedProcessFunction<Integer, ModelInput, ModelOutput> {
        private static final long serialVersionUID = 1L;
        private transient @Nullable ValueState<Long> count;

        @Override
        public void open(RuntimeContext context) {
            count = context.state(new ValueStateDescriptor<>("count", Long.class));
        }

        @Override
        public void processElement(ModelInput value, Context<Integer> context, Collector<ModelOutput> out) {
            ValueState<Long> state = java.util.Objects.requireNonNull(count);
            Long before = state.value();
            long after = before == null ? 1 : before + 1;
            state.update(after);
            out.collect(new ModelOutput(value.key(), after));
        }
    }
}
