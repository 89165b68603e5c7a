package dev.weir;

import dev.weir.element.OutputTag;
import dev.weir.graph.Edge;
import dev.weir.graph.Partitioning;
import dev.weir.graph.PhysicalPlan;
import dev.weir.graph.Step;
import dev.weir.graph.Vertex;
import dev.weir.source.Boundedness;
import dev.weir.time.Durations;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A plan in words; what it guarantees is {@link GuaranteeText}. */
final class PlanText {
    private final StringBuilder text = new StringBuilder();
    private final PhysicalPlan plan;
    private final JobOptions options;

    PlanText(PhysicalPlan plan, JobOptions options) {
        this.plan = plan;
        this.options = options;
        job();
        plan.vertices().forEach(this::vertex);
    }

    @Override
    public String toString() {
        return text.toString();
    }

    private void line(String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }

    private void job() {
        boolean bounded = steps().stream()
                .filter(Step.SourceStep.class::isInstance)
                .allMatch(step -> ((Step.SourceStep) step).source().boundedness() == Boundedness.BOUNDED);
        line(
                "Job '%s': %s, parallelism %d, %d key groups",
                options.name(), bounded ? "bounded" : "unbounded", options.parallelism(), plan.maxParallelism());
        line(
                "Checkpoints: every %s, timeout %s, %s, %d retained",
                Durations.words(options.checkpointInterval()),
                Durations.words(options.checkpointTimeout()),
                options.checkpointDirectory() == null
                        ? "in memory (lost with the process)"
                        : "in " + options.checkpointDirectory(),
                options.retainedCheckpoints());
        line("Restarts: %s", options.restartStrategy().description());
    }

    private List<Step> steps() {
        return plan.vertices().stream()
                .flatMap(vertex -> vertex.steps().stream())
                .toList();
    }

    private void vertex(Vertex vertex) {
        line("");
        line("[%d] %s, parallelism %d", vertex.id(), vertex.name(), vertex.parallelism());
        plan.inputsOf(vertex).forEach(this::input);
        vertex.steps().forEach(this::step);
    }

    private void input(Edge edge) {
        Vertex source = plan.vertices().get(edge.source());
        line(
                "    reads %s of [%d]%s, %s",
                source.steps().get(edge.sourceStep()).name(),
                edge.source(),
                sideOutput(edge.tag()),
                exchange(edge.partitioning()));
    }

    private static String exchange(Partitioning partitioning) {
        if (partitioning instanceof Partitioning.ByKey) {
            return "by key";
        }
        return partitioning instanceof Partitioning.Rebalance ? "rebalanced" : "subtask to subtask";
    }

    private static String sideOutput(@Nullable OutputTag<?> tag) {
        return tag == null ? "" : " (side output '" + tag.name() + "')";
    }

    private void step(Step step) {
        String from = sideOutput(step.tag());
        if (step instanceof Step.SourceStep source) {
            line(
                    "    source %s: %s, %s, uid %s",
                    source.name(),
                    source.source().kind(),
                    source.source().boundedness().name().toLowerCase(Locale.ROOT),
                    source.uid());
        } else if (step instanceof Step.SinkStep sink) {
            line(
                    "    sink %s%s: %s, %s by %s, %d commit shards, uid %s",
                    sink.name(),
                    from,
                    sink.sink().kind(),
                    sink.strategy().guarantee(),
                    sink.strategy(),
                    sink.shards(),
                    sink.uid());
        } else {
            boolean stateful = step instanceof Step.OperatorStep operator && operator.stateful();
            line("    operator %s%s%s, uid %s", step.name(), from, stateful ? ", keyed state" : "", step.uid());
        }
    }
}
