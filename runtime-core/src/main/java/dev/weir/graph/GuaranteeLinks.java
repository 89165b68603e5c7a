package dev.weir.graph;

import dev.weir.delivery.RewindPolicy;
import dev.weir.guarantee.Finding;
import dev.weir.guarantee.Guarantee;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.source.DeclaresReplay;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Follows each sink of a plan back to its sources and asks every step on the way what it gives. */
final class GuaranteeLinks {
    private final PhysicalPlan plan;
    private final RestartRules rules;
    private final Probing probing;

    GuaranteeLinks(PhysicalPlan plan, RestartRules rules, Probing probing) {
        this.plan = plan;
        this.rules = rules;
        this.probing = probing;
    }

    List<SinkGuarantee> sinks() {
        List<SinkGuarantee> sinks = new ArrayList<>();
        for (Vertex vertex : plan.vertices()) {
            for (int step = 0; step < vertex.steps().size(); step++) {
                if (vertex.steps().get(step) instanceof Step.SinkStep sink) {
                    sinks.add(new SinkGuarantee(sink, links(vertex, step, sink)));
                }
            }
        }
        return sinks;
    }

    private List<Link> links(Vertex vertex, int index, Step.SinkStep sink) {
        Set<Step> steps = new LinkedHashSet<>();
        collect(vertex, index, steps);
        List<Link> links = new ArrayList<>();
        for (Step step : steps) {
            if (step instanceof Step.SourceStep source) {
                links.add(Link.of("source " + source.name(), replay(source)));
            }
        }
        List<Step.OperatorStep> operators = steps.stream()
                .filter(Step.OperatorStep.class::isInstance)
                .map(Step.OperatorStep.class::cast)
                .toList();
        links.addAll(operators(operators, sink.strategy()));
        links.add(Link.of("job", checkpoints()));
        links.addAll(strategy(sink));
        links.addAll(probing.probe(sink));
        return links;
    }

    /** Adds a step behind everything that it reads. */
    private void collect(Vertex vertex, int index, Set<Step> steps) {
        Step step = vertex.steps().get(index);
        if (step.parent() >= 0) {
            collect(vertex, step.parent(), steps);
        } else {
            for (Edge edge : plan.inputsOf(vertex)) {
                collect(plan.vertices().get(edge.source()), edge.sourceStep(), steps);
            }
        }
        steps.add(step);
    }

    private static Finding replay(Step.SourceStep step) {
        return step.source() instanceof DeclaresReplay able
                ? able.replay()
                : Finding.good(
                        step.source().kind(),
                        "taken to read on from the positions in the checkpoint; it does not say so itself");
    }

    private static List<Link> operators(List<Step.OperatorStep> operators, DeliveryStrategy strategy) {
        if (operators.isEmpty()) {
            return List.of();
        }
        if (strategy != DeliveryStrategy.IDEMPOTENT) {
            return List.of(
                    Link.of("operators", Finding.good("state", "is in the checkpoint and goes back with the sources")));
        }
        List<Link> links = new ArrayList<>();
        for (Step.OperatorStep operator : operators) {
            if (!operator.deterministic()) {
                links.add(Link.of(
                        "operator " + operator.name(),
                        new Finding(
                                Guarantee.AT_LEAST_ONCE,
                                "a NonDeterministic function before an IDEMPOTENT sink",
                                "results of the run that failed stay beside the other ones of its repetition",
                                "choose WRITE_AHEAD_LOG or TWO_PHASE, which show no result before it is final, or make the"
                                        + " function depend on its records only")));
            }
        }
        if (links.isEmpty()) {
            links.add(Link.of(
                    "operators",
                    Finding.good(
                            "functions", "taken to give equal results for equal records; none is NonDeterministic")));
        }
        return links;
    }

    private Finding checkpoints() {
        return rules.checkpoints() == null
                ? new Finding(
                        Guarantee.EXACTLY_ONCE,
                        "checkpoints",
                        "are in memory, so this holds within this process only, and the next one begins anew",
                        "set checkpointDirectory")
                : Finding.good("checkpoints", "are in " + rules.checkpoints() + ", the next process goes on with them");
    }

    private List<Link> strategy(Step.SinkStep sink) {
        String place = "sink " + sink.name();
        List<Link> links = new ArrayList<>();
        links.add(Link.of(place, StrategyFindings.of(sink)));
        if (rules.rewind() == RewindPolicy.FORK && StrategyFindings.keepsLedger(sink.strategy())) {
            links.add(Link.of(
                    place,
                    new Finding(
                            Guarantee.AT_LEAST_ONCE,
                            "rewind policy FORK",
                            "a start from before what the destination has writes the difference a second time",
                            "choose FAIL or SKIP_IDENTICAL")));
        }
        return links;
    }
}
