package dev.weir.consistency.simulation;

import dev.weir.consistency.model.Rpc;
import dev.weir.fault.Label;
import dev.weir.sink.DeliveryStrategy;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Draws plans for a scenario: up to four lives, each with a few faults at places that a process of it reaches. */
final class RandomPlans {
    private static final List<Fault.Kind> OF_NETWORK = List.of(
            Fault.Kind.NOT_SENT, Fault.Kind.REPLY_LOST, Fault.Kind.APPLIED_TWICE, Fault.Kind.DELAYED, Fault.Kind.ERROR);

    private final Scenario scenario;
    private final List<Label> labels = new ArrayList<>();
    private final List<Rpc> rpcs = new ArrayList<>();
    private final Occurrences usual;

    /** {@code usual} is what a process reaches. */
    RandomPlans(Scenario scenario, Occurrences usual) {
        this.scenario = scenario;
        this.usual = usual;
        for (Label label : Label.values()) {
            if (usual.of(label) > 0) {
                labels.add(label);
            }
        }
        for (Rpc rpc : Rpc.values()) {
            if (usual.of(rpc) > 0) {
                rpcs.add(rpc);
            }
        }
    }

    Plan draw(long seed) {
        SplittableRandom random = new SplittableRandom(~seed);
        int number = 1 + random.nextInt(4);
        List<Plan.Life> lives = new ArrayList<>();
        boolean asleep = false;
        for (int i = 0; i < number; i++) {
            List<Fault> faults = new ArrayList<>();
            if (asleep && random.nextInt(4) > 0) {
                faults.add(new Fault(Fault.Kind.RESUME, labelOrStep(random)));
                asleep = false;
            }
            addFaultsOfTheEnvironment(random, faults);
            if (i < number - 1) {
                Fault.Kind end = end(random);
                asleep |= end == Fault.Kind.PAUSE;
                faults.add(new Fault(end, labelOrStep(random)));
            }
            lives.add(new Plan.Life(1 + random.nextInt(scenario.shape().shards()), faults));
        }
        return new Plan(1 + random.nextInt(2 * scenario.shape().recordsPerPartition()), lives);
    }

    private static Fault.Kind end(RandomGenerator random) {
        return switch (random.nextInt(8)) {
            case 0, 1 -> Fault.Kind.POWER;
            case 2, 3 -> Fault.Kind.PAUSE;
            default -> Fault.Kind.KILL;
        };
    }

    private void addFaultsOfTheEnvironment(RandomGenerator random, List<Fault> faults) {
        while (!rpcs.isEmpty() && random.nextInt(3) == 0) {
            Rpc rpc = rpcs.get(random.nextInt(rpcs.size()));
            faults.add(new Fault(
                    OF_NETWORK.get(random.nextInt(OF_NETWORK.size())),
                    new Moment.AtRpc(rpc, 1 + random.nextInt(usual.of(rpc)))));
        }
        if (random.nextInt(8) == 0) {
            faults.add(new Fault(Fault.Kind.RESTART, labelOrStep(random)));
        }
        if (prepares(scenario) && random.nextInt(4) == 0) {
            faults.add(new Fault(Fault.Kind.EXPIRE, labelOrStep(random)));
        }
    }

    /** Whether the destination may have transactions, prepared or open, which it may end. */
    static boolean prepares(Scenario scenario) {
        return scenario.strategy() == DeliveryStrategy.TWO_PHASE
                || scenario.strategy() == DeliveryStrategy.TWO_PHASE_INSURED
                || scenario.destination().get().endsTransactions();
    }

    private Moment labelOrStep(RandomGenerator random) {
        if (random.nextInt(4) == 0) {
            return new Moment.AtStep(1 + random.nextInt(300));
        }
        Label label = labels.get(random.nextInt(labels.size()));
        return new Moment.AtLabel(label, 1 + random.nextInt(usual.of(label)));
    }
}
