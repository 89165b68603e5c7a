package dev.weir.consistency.checker;

import dev.weir.consistency.history.Anomaly;
import dev.weir.consistency.history.Witness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Outputs that are not there, and which anomaly that is. */
final class Losses {
    private static final int MOST_RANGES = 50;

    private final Run run;
    private final Findings findings;
    private final Map<String, SinkCheck> sinks;

    /** A stretch of inputs of a partition. */
    record Range(int partition, long from, long count) {
        @Override
        public String toString() {
            return count == 1
                    ? Texts.input(partition, from)
                    : "partition " + partition + " offsets " + from + " to " + (from + count - 1);
        }
    }

    Losses(Run run, Findings findings, Map<String, SinkCheck> sinks) {
        this.run = run;
        this.findings = findings;
        this.sinks = sinks;
    }

    /** After a finished job, everything must be everywhere. */
    void conclude(long nanos) {
        sinks.forEach((name, sink) -> {
            int ranges = 0;
            for (int partition = 0; partition < run.workload().partitions(); partition++) {
                long offset = sink.firstMissing(partition, 0);
                while (offset >= 0 && ranges++ < MOST_RANGES) {
                    long end = offset + 1;
                    while (end < run.workload().recordsPerPartition() && !sink.has(partition, end)) {
                        end++;
                    }
                    missing(name, new Range(partition, offset, end - offset), nanos);
                    offset = sink.firstMissing(partition, end);
                }
            }
        });
    }

    private void missing(String name, Range range, long nanos) {
        for (Map.Entry<String, SinkCheck> other : sinks.entrySet()) {
            if (!other.getKey().equals(name) && other.getValue().has(range.partition, range.from)) {
                if (findings.isNew(Anomaly.CROSS_SINK_TEAR, name, range)) {
                    findings.add(
                            Anomaly.CROSS_SINK_TEAR,
                            name + " lacks " + range + ", which " + other.getKey() + " has",
                            List.of(
                                    new Witness.Step(nanos, "reader", "sees " + range + " in " + other.getKey()),
                                    new Witness.Step(nanos, "reader", "does not see it in " + name)));
                }
                return;
            }
        }
        report(run, findings, name, range, nanos);
    }

    static void report(Run run, Findings findings, String sink, Range range, long nanos) {
        Run.Attempt rescaled = rescaledOver(run, range);
        Anomaly anomaly = rescaled == null ? Anomaly.LOSS : Anomaly.RESCALE_LOSS;
        if (!findings.isNew(anomaly, sink, range.partition + " " + range.from)) {
            return;
        }
        List<Witness.Step> steps = new ArrayList<>();
        Run.Completed checkpoint = run.firstCovering(range.partition, range.from);
        if (checkpoint != null) {
            steps.add(checkpoint.step());
        }
        if (rescaled != null) {
            Run.Attempt before = before(run, rescaled);
            if (before != null) {
                steps.add(before.step());
            }
            steps.add(rescaled.step());
        }
        steps.add(new Witness.Step(nanos, "reader", "does not see " + range));
        findings.add(
                anomaly,
                sink + ": " + range + (range.count == 1 ? " has" : " have") + " no output"
                        + (rescaled == null
                                ? ""
                                : "; attempt " + rescaled.number() + " took over there with parallelism "
                                        + rescaled.parallelism()),
                steps);
    }

    /**
     * The attempt that took over the input from one with another parallelism: either it found its output in the checkpoint and had to
     * commit it, or it was to go on reading at this very input.
     */
    private static Run.@Nullable Attempt rescaledOver(Run run, Range range) {
        Run.Attempt takenOver = null;
        for (Run.Attempt attempt : run.attempts()) {
            if (attempt.checkpoint() != 0 && range.from <= attempt.from()[range.partition]) {
                takenOver = attempt;
                break;
            }
        }
        if (takenOver == null) {
            return null;
        }
        Run.Attempt before = before(run, takenOver);
        return before != null && before.parallelism() != takenOver.parallelism() ? takenOver : null;
    }

    private static Run.@Nullable Attempt before(Run run, Run.Attempt attempt) {
        int index = run.attempts().indexOf(attempt);
        return index <= 0 ? null : run.attempts().get(index - 1);
    }
}
