package dev.weir.consistency.simulation;

import dev.weir.consistency.model.Rpc;
import dev.weir.consistency.suite.Engine;
import dev.weir.fault.Label;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a scenario under every plan of these kinds, for one seed:
 *
 * <ul>
 *   <li>a kill, and a power failure, at every occurrence of every label, before a life with the same, more and less parallelism;
 *   <li>a kill at each label in the first life, and at each in the second;
 *   <li>a process that is paused at each label, and goes on when its successor is at each label;
 *   <li>the end of all prepared transactions by the destination, and its restart, at every occurrence of every label;
 *   <li>every request not sent, with its reply lost, carried out twice, delayed beyond the next start, and refused.
 * </ul>
 */
public final class Exhaustive {
    private final Scenario scenario;
    private final long seed;
    private final List<Schedules.Schedule> schedules = new ArrayList<>();

    private Exhaustive(Scenario scenario, long seed) {
        this.scenario = scenario;
        this.seed = seed;
    }

    /** Runs all plans. */
    public static Findings run(Scenario scenario, long seed) throws InterruptedException {
        return run(scenario, seed, Schedules.Stop.AT_END);
    }

    /** Stops soon after the first violation: for a scenario that is broken on purpose. */
    public static Findings runUntilViolation(Scenario scenario, long seed) throws InterruptedException {
        return run(scenario, seed, Schedules.Stop.AT_FIRST_VIOLATION);
    }

    private static Findings run(Scenario scenario, long seed, Schedules.Stop stop) throws InterruptedException {
        List<Schedules.Schedule> all = new Exhaustive(scenario, seed).plan();
        return new Schedules(Engine.EXHAUSTIVE, scenario, stop).run(all.size(), all::get);
    }

    private List<Schedules.Schedule> plan() throws InterruptedException {
        Occurrences first = Simulation.run(scenario, seed, scenario.clean()).reached();
        schedules.add(new Schedules.Schedule("nothing goes wrong", seed, scenario.clean()));
        for (Label label : Label.values()) {
            for (int i = 1; i <= first.of(label); i++) {
                planAt(label, i);
            }
            if (first.of(label) > 0) {
                planPairs(label, first);
            }
        }
        for (Rpc rpc : Rpc.values()) {
            for (int i = 1; i <= first.of(rpc); i++) {
                planAt(rpc, i);
            }
            if (first.of(rpc) > 1) {
                planAfterLostReply(rpc, (first.of(rpc) + 1) / 2);
            }
        }
        return schedules;
    }

    /** What is reached only when a reply is lost, crashes too. */
    private void planAfterLostReply(Rpc rpc, int occurrence) throws InterruptedException {
        Fault lost = new Fault(Fault.Kind.REPLY_LOST, new Moment.AtRpc(rpc, occurrence));
        Plan base = new Plan(scenario.shape().recordsPerPartition(), List.of(life(lost)));
        Occurrences first = Simulation.run(scenario, seed, base).lives().get(0);
        for (int i = 1; i <= first.of(Label.IN_DOUBT_BEFORE_LOOKUP); i++) {
            Moment moment = new Moment.AtLabel(Label.IN_DOUBT_BEFORE_LOOKUP, i);
            for (Fault.Kind end : List.of(Fault.Kind.KILL, Fault.Kind.POWER, Fault.Kind.PAUSE)) {
                for (int next : otherParallelism()) {
                    add(Label.IN_DOUBT_BEFORE_LOOKUP.name(), life(lost, new Fault(end, moment)), new Plan.Life(next));
                }
            }
        }
    }

    private void planAt(Label label, int occurrence) {
        Moment moment = new Moment.AtLabel(label, occurrence);
        for (int next : otherParallelism()) {
            add(label.name(), life(new Fault(Fault.Kind.KILL, moment)), new Plan.Life(next));
            add(label.name(), life(new Fault(Fault.Kind.POWER, moment)), new Plan.Life(next));
        }
        add(label.name(), life(new Fault(Fault.Kind.RESTART, moment)));
        if (RandomPlans.prepares(scenario)) {
            add(label.name(), life(new Fault(Fault.Kind.EXPIRE, moment)));
            add(label.name(), life(new Fault(Fault.Kind.EXPIRE, moment), new Fault(Fault.Kind.KILL, moment)), life());
        }
    }

    private int[] otherParallelism() {
        int same = scenario.shape().parallelism();
        return java.util.stream.IntStream.of(
                        same, Math.min(same + 1, scenario.shape().shards()), Math.max(1, same - 1))
                .distinct()
                .toArray();
    }

    private void planPairs(Label label, Occurrences first) {
        for (Label second : Label.values()) {
            Moment later = new Moment.AtLabel(second, 1);
            // In the middle of the first life there is something to lose on both sides.
            Moment middle = new Moment.AtLabel(label, (first.of(label) + 1) / 2);
            add(
                    label.name(),
                    life(new Fault(Fault.Kind.KILL, middle)),
                    life(new Fault(Fault.Kind.KILL, later)),
                    life());
            add(label.name(), life(new Fault(Fault.Kind.PAUSE, middle)), life(new Fault(Fault.Kind.RESUME, later)));
        }
    }

    private void planAt(Rpc rpc, int occurrence) {
        for (Fault.Kind kind : Fault.Kind.values()) {
            if (kind.network() != null) {
                Fault fault = new Fault(kind, new Moment.AtRpc(rpc, occurrence));
                String name = rpc + " " + kind.network();
                add(name, life(fault));
                // The delayed request arrives in the next life.
                add(name, life(fault, new Fault(Fault.Kind.KILL, new Moment.AtStep(150 + 10 * occurrence))), life());
            }
        }
    }

    private Plan.Life life(Fault... faults) {
        return new Plan.Life(scenario.shape().parallelism(), faults);
    }

    private void add(String name, Plan.Life... lives) {
        schedules.add(
                new Schedules.Schedule(name, seed, new Plan(scenario.shape().recordsPerPartition(), List.of(lives))));
    }
}
