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
import dev.weir.sink.DeliveryStrategy;
import dev.weir.state.ValueState;
import dev.weir.state.ValueStateDescriptor;
import dev.weir.time.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One simulated life of a job (source, keyed count, a sink by one of the strategies over a model destination) with crashes,
 * power failures, pauses and rescaling, all drawn from one seed; and the verdict on what the destination holds at the end.
 *
 * <p>A process that was paused wakes up while its successor runs, and goes on where it was.
 */
public final class SimulatedCount {
    private static final long START_MILLIS = 1_700_000_000_000L;
    private static final int MOST_STEPS = 200_000;
    private static final int MOST_STEPS_OF_A_ZOMBIE = 2_000;
    private static final Label[] LABELS = Label.values();

    private final long seed;
    private final DeliveryStrategy strategy;
    private final @Nullable Mutant mutant;
    private final RandomGenerator random;
    private final ManualClock clock = new ManualClock(START_MILLIS);
    private final ModelLedger ledger = new ModelLedger();
    private final ModelSource source;
    private final boolean forgetful;
    private final List<Label> crashedAt = new ArrayList<>();
    private final Map<Label, Integer> reached = new EnumMap<>(Label.class);
    private final List<SimulatedJob> zombies = new ArrayList<>();
    private int pauses;
    private MemoryDisk disk = new MemoryDisk();
    private long steps;

    /** A way to break a strategy on purpose, to see that the simulation catches it. */
    public enum Mutant {
        /** The rows are committed in one step, the ledger entry in a second one. */
        LEDGER_AFTER_ROWS(DeliveryStrategy.WRITE_AHEAD_LOG, ModelSink.Flaw.ROWS_THEN_LEDGER),
        /** The ledger entry is committed in one step, the rows in a second one. */
        LEDGER_BEFORE_ROWS(DeliveryStrategy.WRITE_AHEAD_LOG, ModelSink.Flaw.LEDGER_THEN_ROWS),
        /** Units are committed at the barrier, before their checkpoint is complete. */
        COMMIT_AT_SEAL(DeliveryStrategy.WRITE_AHEAD_LOG, ModelSink.Flaw.NONE),
        /** A transaction is committed at the barrier. */
        COMMIT_AT_PREPARE(DeliveryStrategy.TWO_PHASE, ModelSink.Flaw.COMMIT_AT_PREPARE),
        /** What no checkpoint holds stays prepared. */
        NO_ABORT(DeliveryStrategy.TWO_PHASE, ModelSink.Flaw.NO_ABORT),
        /**
         * Older attempts may go on with their transactions. (In a write-ahead log the same flaw changes nothing: what a
         * zombie may still apply is in a complete checkpoint, and the ledger lets one of the two in.)
         */
        NO_FENCE(DeliveryStrategy.TWO_PHASE, ModelSink.Flaw.NO_FENCE),
        /** The ledger knows nothing of prepared transactions. */
        LEDGER_APART(DeliveryStrategy.TWO_PHASE_INSURED, ModelSink.Flaw.LEDGER_APART),
        /** A lost transaction is taken for a committed one. */
        UNKNOWN_IS_COMMITTED(DeliveryStrategy.TWO_PHASE_INSURED, ModelSink.Flaw.UNKNOWN_IS_COMMITTED),
        /** An older value overwrites a newer one. */
        NO_VERSION_GUARD(DeliveryStrategy.IDEMPOTENT, ModelSink.Flaw.NO_VERSION_GUARD);

        private final DeliveryStrategy strategy;
        private final ModelSink.Flaw flaw;

        Mutant(DeliveryStrategy strategy, ModelSink.Flaw flaw) {
            this.strategy = strategy;
            this.flaw = flaw;
        }
    }

    /**
     * What came out.
     *
     * @param damage what is wrong with the destination, or null when it holds exactly the truth
     * @param crashes where the process crashed, in order
     * @param pauses how often a process was paused and woke up beside its successor
     * @param reached how often each label was reached
     */
    public record Verdict(
            long seed,
            @Nullable String damage,
            List<Label> crashes,
            int pauses,
            Map<Label, Integer> reached,
            long steps) {
        public boolean passed() {
            return damage == null;
        }
    }

    private SimulatedCount(long seed, DeliveryStrategy strategy, @Nullable Mutant mutant) {
        this.seed = seed;
        this.strategy = strategy;
        this.mutant = mutant;
        random = new SplittableRandom(seed);
        // Mostly short lives with few keys; now and then a long one with many, so that state files get merged.
        boolean isLong = random.nextInt(20) == 0;
        source = isLong
                ? new ModelSource(300, 150, 3)
                : new ModelSource(20 + random.nextInt(60), 1 + random.nextInt(6), 3);
        forgetful = strategy == DeliveryStrategy.TWO_PHASE_INSURED && random.nextBoolean();
    }

    /** Runs the life that belongs to a seed; the same seed gives the same verdict. */
    public static Verdict run(long seed, DeliveryStrategy strategy) throws InterruptedException {
        return new SimulatedCount(seed, strategy, null).run();
    }

    /** The same with a strategy that is broken. */
    public static Verdict run(long seed, Mutant mutant) throws InterruptedException {
        return new SimulatedCount(seed, mutant.strategy, mutant).run();
    }

    private Verdict run() throws InterruptedException {
        int lives = 1 + random.nextInt(4);
        String damage = null;
        for (int life = 0; life < lives && damage == null; life++) {
            damage = live(life == lives - 1);
        }
        return new Verdict(seed, damage, crashedAt, pauses, reached, steps);
    }

    /** One process, from its start to its crash or pause or to the job's end. */
    private @Nullable String live(boolean last) throws InterruptedException {
        CrashPlan crashes = new CrashPlan(reached);
        boolean pauses = random.nextInt(3) == 0;
        if (!last) {
            crashes.crashAt(LABELS[random.nextInt(LABELS.length)], random.nextInt(8));
        }
        SimulatedJob job = new SimulatedJob(plan(), settings(), ports(crashes), clock, random);
        long pauseAt = !last && pauses ? steps + random.nextInt(400) : Long.MAX_VALUE;
        try {
            while (job.step()) {
                if (++steps > MOST_STEPS) {
                    return "stuck: no end after " + MOST_STEPS + " steps, status " + job.status();
                }
                if (steps >= pauseAt) {
                    return pause(job, crashes);
                }
                wakeUp(1);
            }
        } catch (SimulatedCrash crash) {
            crashedAt.add(crashes.crashedAt());
            // Whoever was paused on the same machine is gone too.
            zombies.clear();
            disk = random.nextBoolean() ? disk.kill() : disk.crash(random);
            return null;
        }
        if (job.status() != JobStatus.FINISHED) {
            return "the job ended as " + job.status() + ": " + job.failure();
        }
        wakeUp(MOST_STEPS_OF_A_ZOMBIE);
        zombies.clear();
        disk = disk.kill();
        return damage();
    }

    private @Nullable String pause(SimulatedJob job, CrashPlan crashes) {
        crashes.neverCrash();
        zombies.add(job);
        pauses++;
        disk.breakLocks();
        return null;
    }

    /** Lets the paused processes go on, mostly a little. */
    private void wakeUp(int most) throws InterruptedException {
        for (SimulatedJob zombie : List.copyOf(zombies)) {
            for (int i = 0; i < most && (most > 1 || random.nextInt(4) == 0); i++) {
                if (!zombie.step()) {
                    zombies.remove(zombie);
                    break;
                }
            }
        }
    }

    private @Nullable String damage() {
        Map<ModelOutput, Integer> expected = new HashMap<>();
        Map<Integer, Long> counts = new HashMap<>();
        for (long i = 0; i < source.records(); i++) {
            int key = source.keyOf(i);
            expected.put(new ModelOutput(key, counts.merge(key, 1L, Long::sum)), 1);
        }
        if (strategy == DeliveryStrategy.IDEMPOTENT) {
            return ledger.values().equals(counts) && !ledger.wentBack()
                    ? null
                    : "values " + ledger.values() + (ledger.wentBack() ? " went back" : "") + ", expected " + counts;
        }
        if (!ledger.transactions().isEmpty()) {
            return "left in doubt: " + ledger.transactions().keySet();
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
        ModelSink.Flaw flaw = mutant == null ? ModelSink.Flaw.NONE : mutant.flaw;
        env.fromSource(source, "input")
                .uid("input")
                .keyBy(ModelInput::key)
                .process(new Count())
                .uid("count")
                .sinkTo(new ModelSink(ledger, random, flaw, forgetful))
                .strategy(strategy)
                .uid("sink");
        return env.plan();
    }

    private ExecutionPorts ports(CrashPlan crashes) {
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
