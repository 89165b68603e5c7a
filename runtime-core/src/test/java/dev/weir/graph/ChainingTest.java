package dev.weir.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.element.OutputTag;
import dev.weir.guarantee.Guarantee;
import dev.weir.operator.Operators;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ChainingTest {
    private final LogicalGraph graph = new LogicalGraph();

    private LogicalNode source(String name) {
        return named(graph.add(new LogicalNode.Reading(FakeSource.bounded(), null), List.of()), name);
    }

    private LogicalNode map(String name, LogicalInput... inputs) {
        LogicalNode.Work work = new LogicalNode.Transforming("map", false, Operators.map(value -> value));
        return named(graph.add(work, List.of(inputs)), name);
    }

    private LogicalNode sink(String name, LogicalInput... inputs) {
        return named(graph.add(new LogicalNode.Writing(new FakeSink.Plain<>()), List.of(inputs)), name);
    }

    private static LogicalNode named(LogicalNode node, String name) {
        node.name(name);
        return node;
    }

    private static LogicalInput of(LogicalNode node) {
        return of(node, null);
    }

    private static LogicalInput of(LogicalNode node, @Nullable OutputTag<?> tag) {
        return new LogicalInput(node, tag, null);
    }

    private static LogicalInput byKey(LogicalNode node) {
        return new LogicalInput(node, null, new Partitioning.ByKey((Object value) -> value, () -> Object::hashCode));
    }

    private PhysicalPlan plan() {
        return graph.plan("test", 2, 128, Guarantee.AT_LEAST_ONCE);
    }

    @Test
    void chainsWhatReadsOneStreamAtOneParallelism() {
        sink("out", of(map("b", of(map("a", of(source("in")))))));

        PhysicalPlan plan = plan();

        assertThat(PlanShape.vertices(plan)).containsExactly("in -> a -> b -> out x 2");
        assertThat(plan.edges()).isEmpty();
        assertThat(PlanShape.steps(plan.vertices().get(0)))
                .containsExactly("source-1(-1)", "map-1(0)", "map-2(1)", "sink-1(2)");
    }

    @Test
    void chainsSeveralReadersOfAStreamAsATree() {
        LogicalNode in = source("in");
        LogicalNode left = map("left", of(in));
        sink("right-out", of(map("right", of(in))));
        sink("left-out", of(left));

        PhysicalPlan plan = plan();

        assertThat(PlanShape.vertices(plan)).containsExactly("in -> (left -> left-out, right -> right-out) x 2");
        assertThat(PlanShape.steps(plan.vertices().get(0)))
                .containsExactly("source-1(-1)", "map-1(0)", "map-2(0)", "sink-1(2)", "sink-2(1)");
    }

    @Test
    void breaksTheChainAtAKey() {
        sink("out", of(map("b", byKey(map("a", of(source("in")))))));

        PhysicalPlan plan = plan();

        assertThat(PlanShape.vertices(plan)).containsExactly("in -> a x 2", "b -> out x 2");
        assertThat(PlanShape.edges(plan)).containsExactly("a -> b: ByKey");
    }

    @Test
    void breaksTheChainAtAKeyAlsoWithOneSubtask() {
        sink("out", byKey(source("in")));

        assertThat(PlanShape.edges(graph.plan("test", 1, 128, Guarantee.AT_LEAST_ONCE)))
                .containsExactly("in -> out: ByKey");
    }

    @Test
    void rebalancesWhereParallelismDiffers() {
        LogicalNode a = map("a", of(source("in")));
        a.parallelism(3);
        sink("out", of(a));

        PhysicalPlan plan = plan();

        assertThat(PlanShape.vertices(plan)).containsExactly("in x 2", "a x 3", "out x 2");
        assertThat(PlanShape.edges(plan)).containsExactly("in -> a: Rebalance", "a -> out: Rebalance");
    }

    @Test
    void neverChainsAUnionToAnInput() {
        LogicalNode one = source("one");
        LogicalNode two = source("two");
        two.parallelism(1);
        sink("out", of(map("both", of(one), of(two))));

        PhysicalPlan plan = plan();

        assertThat(PlanShape.vertices(plan)).containsExactly("one x 2", "two x 1", "both -> out x 2");
        assertThat(PlanShape.edges(plan)).containsExactly("one -> both: Forward", "two -> both: Rebalance");
    }

    @Test
    void readsAStreamTwiceInAUnionWithItself() {
        LogicalNode in = source("in");
        sink("out", of(in), of(in));

        assertThat(PlanShape.edges(plan())).containsExactly("in -> out: Forward", "in -> out: Forward");
    }

    @Test
    void sendsFromTheMiddleOfAChain() {
        LogicalNode a = map("a", of(source("in")));
        sink("chained", of(a));
        sink("keyed", byKey(a));

        PhysicalPlan plan = plan();

        assertThat(PlanShape.vertices(plan)).containsExactly("in -> a -> chained x 2", "keyed x 2");
        assertThat(plan.edges()).singleElement().satisfies(edge -> {
            assertThat(edge.source()).isZero();
            assertThat(edge.sourceStep()).isEqualTo(1);
            assertThat(edge.target()).isEqualTo(1);
        });
        assertThat(plan.outputsOf(plan.vertices().get(0))).isEqualTo(plan.edges());
        assertThat(plan.inputsOf(plan.vertices().get(1))).isEqualTo(plan.edges());
    }

    @Test
    void chainsAReaderOfASideOutputByItsTag() {
        OutputTag<String> bad = new OutputTag<>("bad");
        LogicalNode in = source("in");
        sink("good", of(in));
        sink("errors", of(in, bad));

        PhysicalPlan plan = plan();

        assertThat(PlanShape.steps(plan.vertices().get(0)))
                .containsExactly("source-1(-1)", "sink-1(0)", "sink-2(0/bad)");
    }

    @Test
    void sendsASideOutputOverAnExchangeByItsTag() {
        LogicalNode in = source("in");
        LogicalNode errors = sink("errors", of(in, new OutputTag<String>("bad")));
        errors.parallelism(1);

        PhysicalPlan plan = plan();

        assertThat(PlanShape.edges(plan)).containsExactly("in/bad -> errors: Rebalance");
        assertThat(PlanShape.steps(plan.vertices().get(1))).containsExactly("sink-1(-1)");
    }

    @Test
    void numbersVerticesInTopologicalOrder() {
        LogicalNode first = source("first");
        LogicalNode second = source("second");
        LogicalNode both = map("both", of(first), of(second));
        LogicalNode last = map("last", byKey(map("of-first", of(first))), of(both));
        sink("out", of(last));

        PhysicalPlan plan = plan();

        assertThat(plan.vertices()).extracting(Vertex::id).containsExactly(0, 1, 2, 3);
        assertThat(plan.edges()).allSatisfy(edge -> assertThat(edge.source()).isLessThan(edge.target()));
    }

    @Test
    void givesASinkFourShardsOrItsParallelismIfThatIsMore() {
        LogicalNode in = source("in");
        sink("few", of(in));
        sink("many", of(in)).parallelism(9);
        LogicalNode own = sink("own", of(in));
        own.shards(30);

        assertThat(shards(graph.plan("test", 2, 128, Guarantee.AT_LEAST_ONCE))).containsExactly(4, 30, 9);
        assertThat(shards(graph.plan("test", 12, 128, Guarantee.AT_LEAST_ONCE))).containsExactly(12, 30, 9);
    }

    @Test
    void givesASinkNoMoreShardsThanKeyGroups() {
        sink("out", of(source("in")));

        assertThat(shards(graph.plan("test", 2, 3, Guarantee.AT_LEAST_ONCE))).containsExactly(3);
    }

    private static List<Integer> shards(PhysicalPlan plan) {
        return plan.vertices().stream()
                .flatMap(vertex -> vertex.steps().stream())
                .filter(Step.SinkStep.class::isInstance)
                .map(step -> ((Step.SinkStep) step).shards())
                .toList();
    }
}
