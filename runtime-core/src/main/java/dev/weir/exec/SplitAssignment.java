package dev.weir.exec;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.graph.PhysicalPlan;
import dev.weir.graph.Step;
import dev.weir.graph.Vertex;
import dev.weir.source.SourceSplit;
import dev.weir.source.SplitPlanContext;
import dev.weir.time.Clock;
import dev.weir.time.Timestamps;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which subtask reads which split: the heaviest split left goes to the subtask with the least so far. The same splits are
 * always assigned in the same way.
 */
final class SplitAssignment {
    private final Map<AttemptBuilder.SubtaskKey, List<SourceHead.AssignedSplit>> assigned = new HashMap<>();

    private final Map<String, List<SourceSplit>> planned;

    private SplitAssignment(Map<String, List<SourceSplit>> planned) {
        this.planned = planned;
    }

    /**
     * Takes the checkpoint's splits, or plans those of a source that has none.
     *
     * @param planned what was planned by an attempt of this process before, by uid; added to. A source that begins at "now" must
     *     not begin at a later "now" because the job failed before its first checkpoint.
     */
    static SplitAssignment of(
            PhysicalPlan plan, RestoredState restored, Clock clock, Map<String, List<SourceSplit>> planned) {
        SplitAssignment assignment = new SplitAssignment(planned);
        for (Vertex vertex : plan.vertices()) {
            if (vertex.steps().get(0) instanceof Step.SourceStep source) {
                assignment.assign(
                        source, vertex.parallelism(), assignment.splits(source, vertex.parallelism(), restored, clock));
            }
        }
        return assignment;
    }

    /** The splits of one reader, in the source's order. */
    List<SourceHead.AssignedSplit> of(String uid, int subtask) {
        return assigned.getOrDefault(new AttemptBuilder.SubtaskKey(uid, subtask), List.of());
    }

    private List<SourceHead.AssignedSplit> splits(
            Step.SourceStep source, int parallelism, RestoredState restored, Clock clock) {
        List<SourceHead.AssignedSplit> splits = new ArrayList<>();
        List<byte[]> states = restored.bytes(source.uid());
        if (!states.isEmpty()) {
            for (byte[] state : states) {
                splits.addAll(SourceHead.decode(source, state));
            }
            splits.sort(Comparator.comparing(split -> split.split().splitId()));
            return splits;
        }
        try {
            if (!planned.containsKey(source.uid())) {
                planned.put(source.uid(), List.copyOf(source.source().planSplits(new PlanContext(parallelism, clock))));
            }
            for (SourceSplit split : planned.getOrDefault(source.uid(), List.of())) {
                splits.add(new SourceHead.AssignedSplit(split, Timestamps.MIN_WATERMARK));
            }
        } catch (WeirException e) {
            throw e;
        } catch (Exception e) {
            throw new WeirException(
                    ErrorCode.SOURCE,
                    "Cannot plan the splits of source \"" + source.name() + "\": " + e + "; see the cause",
                    e);
        }
        return splits;
    }

    private void assign(Step.SourceStep source, int parallelism, List<SourceHead.AssignedSplit> splits) {
        long[] load = new long[parallelism];
        List<List<Integer>> chosen = new ArrayList<>();
        for (int subtask = 0; subtask < parallelism; subtask++) {
            chosen.add(new ArrayList<>());
        }
        List<Integer> heaviestFirst = new ArrayList<>();
        for (int i = 0; i < splits.size(); i++) {
            heaviestFirst.add(i);
        }
        heaviestFirst.sort(
                Comparator.comparingLong((Integer i) -> -splits.get(i).split().weight()));
        for (int index : heaviestFirst) {
            int lightest = 0;
            for (int subtask = 1; subtask < parallelism; subtask++) {
                if (load[subtask] < load[lightest]) {
                    lightest = subtask;
                }
            }
            load[lightest] += Math.max(1, splits.get(index).split().weight());
            chosen.get(lightest).add(index);
        }
        for (int subtask = 0; subtask < parallelism; subtask++) {
            assigned.put(
                    new AttemptBuilder.SubtaskKey(source.uid(), subtask),
                    chosen.get(subtask).stream().sorted().map(splits::get).toList());
        }
    }

    /** What a source learns of the job. */
    record PlanContext(int parallelism, Clock clock) implements SplitPlanContext {}
}
