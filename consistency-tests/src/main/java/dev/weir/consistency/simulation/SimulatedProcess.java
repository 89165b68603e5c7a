package dev.weir.consistency.simulation;

import dev.weir.checkpoint.CheckpointMetadata;
import dev.weir.checkpoint.CheckpointStore;
import dev.weir.checkpoint.CheckpointStores;
import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.history.Positions;
import dev.weir.consistency.job.JobObserver;
import dev.weir.consistency.job.ModelJob;
import dev.weir.consistency.job.ModelSource;
import dev.weir.consistency.model.ModelDestination.Session;
import dev.weir.consistency.model.Network;
import dev.weir.consistency.model.NetworkException;
import dev.weir.consistency.model.Rpc;
import dev.weir.exec.ExecutionPorts;
import dev.weir.exec.SimulatedJob;
import dev.weir.fault.FaultInjector;
import dev.weir.fault.Label;
import dev.weir.sink.Sink;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One process of the job, from its start to its end or death, with the faults that are planned for it. Everything that it reaches
 * (labels, the disk, the network) passes through here, so that a dead process can do nothing more, whatever its code tries while
 * it unwinds.
 */
final class SimulatedProcess implements FaultInjector, JobObserver, ProcessDisk.Lifeline {
    private static final Path FOLDER = Path.of("/checkpoints");

    private final Simulation world;
    private final Plan.Life life;
    private final Fault[] faults;
    private final boolean[] fired;
    private final Occurrences occurrences = new Occurrences();
    private final List<Session> sessions = new ArrayList<>();
    private final SimulatedJob job;
    private State state = State.LIVE;
    private int steps;
    private long attempt;
    private long loaded;
    private long[] positions = new long[0];
    private int readers;
    private @Nullable Strand strand;

    /** Whether it runs. */
    enum State {
        /** It is the newest process. */
        LIVE,
        /** It sleeps. */
        FROZEN,
        /** It slept, and runs beside a newer one. */
        ZOMBIE,
        /** It has ended, or died. */
        GONE
    }

    SimulatedProcess(Simulation world, Plan.Life life, long seed) {
        this.world = world;
        this.life = life;
        faults = life.faults().toArray(new Fault[0]);
        fired = new boolean[faults.length];
        Scenario scenario = world.scenario();
        List<ModelJob.Output> outputs = new ArrayList<>();
        for (int i = 0; i < scenario.shape().sinks(); i++) {
            String name = Simulation.sinkName(i);
            Session session = new Session(name, new Wire(name), world::happened);
            sessions.add(session);
            Sink<OutputRecord> sink =
                    scenario.mutation().sink(world.destination(i).connect(session));
            outputs.add(new ModelJob.Output(name, sink, scenario.strategy()));
        }
        ModelSource source = new ModelSource(world.workload(), ModelSource.Pace.ONE_BY_ONE, this);
        ModelJob model = new ModelJob(
                world.workload(),
                scenario.mutation().source(source),
                life.parallelism(),
                scenario.shape().shards(),
                outputs);
        ExecutionPorts ports = new ExecutionPorts(
                world.clock(),
                this,
                store(scenario.mutation()),
                scenario.mutation().deliveries(ExecutionPorts.REAL_DELIVERIES));
        job = new SimulatedJob(model.plan(), world.settings(), ports, world.clock(), new SplittableRandom(seed));
    }

    private Supplier<CheckpointStore> store(Mutation mutation) {
        return () -> {
            CheckpointStore real = CheckpointStores.on(
                    mutation.disk(new ProcessDisk(world.disk(), this)), FOLDER, ModelJob.NAME, this, world.clock());
            return new WatchedStore(
                    mutation.store(new WatchedStore(real, new WatchedStore.Watcher() {
                        @Override
                        public void completed(CheckpointMetadata metadata) {
                            world.completed(metadata);
                        }

                        @Override
                        public void loaded(CheckpointMetadata metadata) {
                            world.completed(metadata);
                        }
                    })),
                    new WatchedStore.Watcher() {
                        @Override
                        public void claimed(long number) {
                            begin(number);
                        }

                        @Override
                        public void loaded(CheckpointMetadata metadata) {
                            loaded = metadata.checkpointId();
                        }
                    });
        };
    }

    SimulatedJob job() {
        return job;
    }

    Plan.Life life() {
        return life;
    }

    State state() {
        return state;
    }

    void become(State next) {
        state = next;
    }

    long attempt() {
        return attempt;
    }

    List<Session> sessions() {
        return sessions;
    }

    Occurrences occurrences() {
        return occurrences;
    }

    @Nullable
    Strand strand() {
        return strand;
    }

    void runOn(Strand thread) {
        strand = thread;
    }

    /** Whether it may have to sleep in the middle of a step. */
    boolean mayPauseInStep() {
        for (Fault fault : faults) {
            if (fault.kind() == Fault.Kind.PAUSE && !(fault.moment() instanceof Moment.AtStep)) {
                return true;
            }
        }
        return false;
    }

    int missedFaults() {
        int missed = 0;
        for (boolean happened : fired) {
            missed += happened ? 0 : 1;
        }
        return missed;
    }

    void addFired(java.util.Collection<Fault> all) {
        for (int i = 0; i < faults.length; i++) {
            if (fired[i]) {
                all.add(faults[i]);
            }
        }
    }

    @Override
    public void checkAlive() {
        if (state == State.GONE) {
            throw new SimulatedCrash();
        }
    }

    @Override
    public void at(Label label) {
        if (world.isDelivering()) {
            return;
        }
        checkAlive();
        int number = occurrences.count(label);
        world.labelPassed();
        for (int i = 0; i < faults.length; i++) {
            if (!fired[i]
                    && faults[i].moment() instanceof Moment.AtLabel place
                    && place.label() == label
                    && place.occurrence() == number) {
                fire(i);
                checkAlive();
            }
        }
    }

    /** One more step is done. */
    void stepped() {
        steps++;
        for (int i = 0; i < faults.length; i++) {
            if (!fired[i] && faults[i].moment() instanceof Moment.AtStep place && place.occurrence() == steps) {
                fire(i);
            }
        }
    }

    private void fire(int index) {
        fired[index] = true;
        world.fire(faults[index], this);
    }

    private void begin(long number) {
        if (attempt != 0) {
            world.attemptFailed(attempt, "it was restarted in its process");
        }
        attempt = number;
        loaded = 0;
        readers = 0;
        positions = new long[world.workload().partitions()];
        Arrays.fill(positions, world.workload().recordsPerPartition());
        world.claimed(number);
    }

    @Override
    public void readerStarted(int subtask, int parallelism, List<ModelSource.Partition> partitions) {
        for (ModelSource.Partition partition : partitions) {
            positions[partition.number()] = partition.next();
        }
        if (++readers == parallelism) {
            List<Long> next = new ArrayList<>(positions.length);
            for (long position : positions) {
                next.add(position);
            }
            world.attemptStarted(attempt, loaded, new Positions(next), parallelism);
        }
    }

    /** The process's network to one destination. */
    private final class Wire implements Network {
        private final String sink;

        Wire(String sink) {
            this.sink = sink;
        }

        @Override
        public <T> T call(Rpc rpc, Supplier<T> request) throws NetworkException {
            checkAlive();
            int number = occurrences.count(rpc);
            for (int i = 0; i < faults.length; i++) {
                Network.Fault broken = faults[i].kind().network();
                if (broken != null
                        && !fired[i]
                        && faults[i].moment() instanceof Moment.AtRpc place
                        && place.rpc() == rpc
                        && place.occurrence() == number) {
                    fire(i);
                    return carryOut(broken, rpc, request);
                }
            }
            return world.carryOut(sink, request);
        }

        private <T> T carryOut(Network.Fault broken, Rpc rpc, Supplier<T> request) throws NetworkException {
            switch (broken) {
                case NOT_SENT -> throw NetworkException.noReply(rpc);
                case ERROR -> throw NetworkException.refused(rpc);
                case DELAYED -> {
                    world.delay(sink, attempt, request);
                    throw NetworkException.noReply(rpc);
                }
                case REPLY_LOST -> {
                    world.carryOutUnheard(sink, request);
                    throw NetworkException.noReply(rpc);
                }
                default -> {
                    world.carryOutUnheard(sink, request);
                    return world.carryOut(sink, request);
                }
            }
        }
    }
}
