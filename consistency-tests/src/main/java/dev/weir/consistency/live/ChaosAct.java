package dev.weir.consistency.live;

import dev.weir.consistency.fault.DiskPlan;
import dev.weir.consistency.subject.Destination;
import dev.weir.consistency.subject.Destination.SupportsOutages;
import dev.weir.consistency.subject.Destination.SupportsWire;
import dev.weir.testbed.Cut;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** One thing that chaos does. What did not happen, because the job was too quick or too slow for it, is not counted. */
enum ChaosAct {
    SIGKILL {
        @Override
        void happen(ChaosRun run, RandomGenerator random) throws Exception {
            run.kill(name());
        }
    },
    SIGKILL_AT_START {
        @Override
        void happen(ChaosRun run, RandomGenerator random) throws Exception {
            run.kill("SIGKILL");
            run.startNext(DiskPlan.NONE);
            Thread.sleep(random.nextInt(600));
            run.kill(name());
        }
    },
    SIGSTOP_BESIDE_SUCCESSOR {
        @Override
        void happen(ChaosRun run, RandomGenerator random) throws Exception {
            run.sleepBesideSuccessor(name());
        }
    },
    POWER_LOSS {
        @Override
        void happen(ChaosRun run, RandomGenerator random) throws Exception {
            run.onDisk(name(), DiskPlan.NONE.powerLossAt(10 + random.nextInt(150)));
        }
    },
    DISK_FULL {
        @Override
        void happen(ChaosRun run, RandomGenerator random) throws Exception {
            run.onDisk(
                    name(),
                    DiskPlan.NONE.fullAfter(2_000 + random.nextInt(20_000)).freedAfter(5));
        }
    },
    FSYNC_ERROR {
        @Override
        void happen(ChaosRun run, RandomGenerator random) throws Exception {
            run.onDisk(name(), DiskPlan.NONE.syncFailsAt(5 + random.nextInt(60)));
        }
    },
    SLOW_DISK {
        @Override
        void happen(ChaosRun run, RandomGenerator random) throws Exception {
            run.onDisk(name(), DiskPlan.NONE.slowBy(Duration.ofMillis(1 + random.nextInt(40))));
        }
    },
    DESTINATION_KILLED(SupportsOutages.class) {
        @Override
        void happen(ChaosRun run, RandomGenerator random) throws Exception {
            SupportsOutages destination = (SupportsOutages) run.destination();
            run.outage(name(), destination::kill, random.nextInt(500), destination::restart);
        }
    },
    DESTINATION_FROZEN(SupportsOutages.class) {
        @Override
        void happen(ChaosRun run, RandomGenerator random) throws Exception {
            SupportsOutages destination = (SupportsOutages) run.destination();
            run.outage(name(), destination::pause, 200 + random.nextInt(1500), destination::resume);
        }
    },
    DESTINATION_RESTARTED(SupportsOutages.class) {
        @Override
        void happen(ChaosRun run, RandomGenerator random) throws Exception {
            SupportsOutages destination = (SupportsOutages) run.destination();
            run.outage(name(), () -> {}, 0, destination::restart);
        }
    },
    MESSAGE_LOST(SupportsWire.class) {
        @Override
        void happen(ChaosRun run, RandomGenerator random) throws Exception {
            run.loseMessage(name());
        }
    },
    CONNECTIONS_CUT(SupportsWire.class) {
        @Override
        void happen(ChaosRun run, RandomGenerator random) throws Exception {
            Cut cut = random.nextBoolean() ? Cut.RESET : Cut.FINISH;
            run.onWire(name(), proxy -> proxy.drop(cut), 0);
        }
    },
    NEW_CONNECTIONS_REFUSED(SupportsWire.class) {
        @Override
        void happen(ChaosRun run, RandomGenerator random) throws Exception {
            run.onWire(
                    name(),
                    proxy -> {
                        proxy.refuse();
                        proxy.drop(Cut.RESET);
                    },
                    100 + random.nextInt(900));
        }
    },
    MESSAGES_HELD(SupportsWire.class) {
        @Override
        void happen(ChaosRun run, RandomGenerator random) throws Exception {
            run.onWire(name(), dev.weir.testbed.FaultProxy::hold, 100 + random.nextInt(1400));
        }
    },
    MESSAGES_DELAYED(SupportsWire.class) {
        @Override
        void happen(ChaosRun run, RandomGenerator random) throws Exception {
            Duration delay = Duration.ofMillis(1 + random.nextInt(20));
            run.onWire(name(), proxy -> proxy.delay(delay), 500 + random.nextInt(1000));
        }
    };

    private final Class<?> needs;

    ChaosAct() {
        this(Destination.class);
    }

    ChaosAct(Class<?> needs) {
        this.needs = needs;
    }

    /** Does it, and returns when it is over; the job may be dead then. */
    abstract void happen(ChaosRun run, RandomGenerator random) throws Exception;

    /** Those that a destination lets be done. */
    static List<ChaosAct> possibleWith(Destination destination) {
        return Stream.of(values())
                .filter(act -> act.needs.isInstance(destination))
                .toList();
    }

    String words() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}
