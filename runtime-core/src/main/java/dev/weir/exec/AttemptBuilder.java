package dev.weir.exec;

import dev.weir.delivery.Delivery;
import dev.weir.element.OutputTag;
import dev.weir.graph.Edge;
import dev.weir.graph.Partitioning;
import dev.weir.graph.Step;
import dev.weir.graph.Vertex;
import dev.weir.operator.Operator;
import dev.weir.operator.OperatorFactory;
import dev.weir.operator.Output;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Turns the plan into tasks joined by channels. Used once, in the supervisor's thread. */
final class AttemptBuilder {
    /** Batches in a ring: enough that a producer does not wait for a consumer that is about to run. */
    private static final int CHANNEL_CAPACITY = 32;

    private final AttemptContext attempt;
    private final Map<SubtaskKey, Delivery<Object>> deliveries;
    private final SplitAssignment splits;
    private final Task.Listener listener;
    private final Map<SubtaskKey, Waker> wakers;
    /** By edge (index in the plan) and consumer. */
    private final Map<SubtaskKey, List<Channel>> inputs = new HashMap<>();

    /** By vertex. */
    private final Map<Integer, AlignmentGroup> alignmentGroups = new HashMap<>();

    /** A subtask of a vertex, or of one of its steps by uid. */
    record SubtaskKey(Object owner, int subtask) {}

    AttemptBuilder(
            AttemptContext attempt,
            Map<SubtaskKey, Delivery<Object>> deliveries,
            Map<SubtaskKey, Waker> wakers,
            SplitAssignment splits,
            Task.Listener listener) {
        this.attempt = attempt;
        this.deliveries = deliveries;
        this.wakers = wakers;
        this.splits = splits;
        this.listener = listener;
    }

    /** The tasks, in the order of the plan. */
    List<Task> build() throws Exception {
        List<Task> tasks = new ArrayList<>();
        for (Vertex vertex : attempt.plan().vertices()) {
            for (int subtask = 0; subtask < vertex.parallelism(); subtask++) {
                tasks.add(buildTask(vertex, subtask));
            }
        }
        return tasks;
    }

    private Task buildTask(Vertex vertex, int subtask) throws Exception {
        Waker waker = waker(vertex, subtask);
        String name = vertex.name() + " " + subtask;
        Outputs outputs = new Outputs(vertex, subtask);
        List<Chain.Link> links = new ArrayList<>();
        int firstOperator = vertex.steps().get(0) instanceof Step.SourceStep ? 1 : 0;
        // Children before parents: a parent needs its outputs when it is made.
        for (int i = vertex.steps().size() - 1; i >= firstOperator; i--) {
            Chain.Link link = buildLink(vertex, subtask, i, outputs);
            outputs.operators.set(i, link.operator());
            links.add(0, link);
        }
        Chain chain = new Chain(links, outputs.exits);
        if (vertex.steps().get(0) instanceof Step.SourceStep source) {
            SourceHead head = new SourceHead(
                    source,
                    subtask,
                    vertex.parallelism(),
                    attempt,
                    alignmentGroup(vertex, source),
                    outputs.of(0, null),
                    tag -> outputs.of(0, tag));
            return new SourceTask(
                    name,
                    vertex.id(),
                    subtask,
                    waker,
                    chain,
                    attempt,
                    source,
                    head,
                    splits.of(source.uid(), subtask),
                    listener);
        }
        List<Channel> channels = inputs.getOrDefault(new SubtaskKey(vertex.id(), subtask), List.of());
        long watermark = attempt.restored().watermark(vertex.steps().get(0).uid());
        return new ProcessingTask(name, vertex.id(), subtask, waker, chain, channels, watermark, attempt, listener);
    }

    @SuppressWarnings("unchecked")
    private Chain.Link buildLink(Vertex vertex, int subtask, int index, Outputs outputs) throws Exception {
        Step step = vertex.steps().get(index);
        SubtaskContext context = new SubtaskContext(
                attempt,
                step.name(),
                step.uid(),
                subtask,
                vertex.parallelism(),
                outputs.of(index, null),
                tag -> outputs.of(index, tag));
        Operator<Object> operator;
        if (step instanceof Step.SinkStep) {
            operator = new SinkOperator(
                    step.name(), Objects.requireNonNull(deliveries.get(new SubtaskKey(step.uid(), subtask))));
        } else {
            operator = ((OperatorFactory<Object, Object>) ((Step.OperatorStep) step).factory()).create(context);
        }
        return new Chain.Link(step.uid(), operator, context);
    }

    private @Nullable AlignmentGroup alignmentGroup(Vertex vertex, Step.SourceStep source) {
        Duration maxDrift =
                source.watermarks() == null ? null : source.watermarks().maxDrift();
        return maxDrift == null
                ? null
                : alignmentGroups.computeIfAbsent(
                        vertex.id(), id -> new AlignmentGroup(vertex.parallelism(), maxDrift));
    }

    private Waker waker(Vertex vertex, int subtask) {
        return Objects.requireNonNull(wakers.get(new SubtaskKey(vertex.id(), subtask)));
    }

    /** The outputs of the steps of one task. */
    private final class Outputs {
        private final Vertex vertex;
        private final List<@Nullable Operator<Object>> operators = new ArrayList<>();
        private final List<ExchangeOutput> exits = new ArrayList<>();
        private final List<Edge> edges;

        Outputs(Vertex vertex, int subtask) {
            this.vertex = vertex;
            vertex.steps().forEach(step -> operators.add(null));
            edges = attempt.plan().outputsOf(vertex);
            edges.forEach(edge -> exits.add(exit(edge, subtask)));
        }

        /** Where a step's output, or one of its side outputs, goes. */
        Output<Object> of(int step, @Nullable OutputTag<?> tag) {
            List<Output<Object>> targets = new ArrayList<>();
            for (int i = 0; i < vertex.steps().size(); i++) {
                Step child = vertex.steps().get(i);
                if (child.parent() == step && Objects.equals(child.tag(), tag)) {
                    targets.add(Objects.requireNonNull(operators.get(i)));
                }
            }
            for (int i = 0; i < edges.size(); i++) {
                if (edges.get(i).sourceStep() == step
                        && Objects.equals(edges.get(i).tag(), tag)) {
                    targets.add(exits.get(i));
                }
            }
            return FanOut.over(targets);
        }

        private ExchangeOutput exit(Edge edge, int subtask) {
            Vertex target = attempt.plan().vertices().get(edge.target());
            List<Channel> channels = new ArrayList<>();
            boolean forward = edge.partitioning() instanceof Partitioning.Forward;
            for (int i = forward ? subtask : 0; i < (forward ? subtask + 1 : target.parallelism()); i++) {
                Channel channel = new Channel(CHANNEL_CAPACITY, waker(vertex, subtask), waker(target, i));
                channels.add(channel);
                inputs.computeIfAbsent(new SubtaskKey(target.id(), i), key -> new ArrayList<>())
                        .add(channel);
            }
            ExchangeOutput.Router router = Routers.of(
                    edge.partitioning(),
                    channels.size(),
                    subtask,
                    attempt.plan().maxParallelism());
            return new ExchangeOutput(channels, router, attempt.settings().batchSize());
        }
    }
}
