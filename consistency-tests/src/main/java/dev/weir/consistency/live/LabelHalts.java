package dev.weir.consistency.live;

import dev.weir.consistency.history.Conclusion;
import dev.weir.consistency.history.Expectation.RequiredEnd;
import dev.weir.consistency.history.Verdict;
import dev.weir.consistency.suite.CaseResult;
import dev.weir.fault.Label;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Processes that halt at every label, one after the other over the same checkpoints, with another parallelism each time. If that
 * breaks something, each label is tried alone to see which one it is.
 */
final class LabelHalts implements Scenario {
    private static final int[] PARALLELISMS = {1, 3, 2};
    /** A process that has come so far without the circumstances that a label needs does not get into them any more. */
    private static final int CHECKPOINTS_WITHOUT = 100;

    private final Collection<Label> wanted;

    /** @param wanted only these, of those that the strategy reaches */
    LabelHalts(Collection<Label> wanted) {
        this.wanted = EnumSet.copyOf(wanted);
    }

    LabelHalts() {
        this(EnumSet.allOf(Label.class));
    }

    @Override
    public String name() {
        return "halts at labels";
    }

    /** What became of a label in a chain: at which time a process was to halt, and why it did not, or empty. */
    private record Trial(int occurrence, String failure) {
        boolean halted() {
            return failure.isEmpty();
        }
    }

    @Override
    public List<CaseResult> run(Bench bench) throws Exception {
        Random random = new Random(bench.seed());
        Map<Label, Trial> trials = new LinkedHashMap<>();
        Conclusion conclusion;
        long nanos = System.nanoTime();
        try (LiveRun run = LiveRun.open(bench, RequiredEnd.FINISHED, List.of())) {
            Set<Label> reached = EnumSet.noneOf(Label.class);
            haltAt(run, shuffled(Places.required(bench.strategy()), random), random, trials, reached);
            haltAtOptional(run, shuffled(Places.optional(reached), random), random, trials);
            run.finish(2, run.checkpoints());
            conclusion = run.conclude();
        }
        Duration each = Duration.ofNanos((System.nanoTime() - nanos) / Math.max(1, trials.size()));
        if (conclusion.verdict().compareTo(Verdict.INCONCLUSIVE) > 0) {
            return broken(bench, conclusion, trials);
        }
        List<CaseResult> results = new ArrayList<>();
        trials.forEach((label, trial) -> results.add(CaseResults.of(
                bench,
                label.name(),
                trial.halted() ? conclusion.verdict() : Verdict.INCONCLUSIVE,
                trial.halted()
                        ? "halted the process at time " + trial.occurrence() + "; " + conclusion.reason()
                        : trial.failure(),
                each)));
        return results;
    }

    private List<Label> shuffled(Set<Label> labels, Random random) {
        List<Label> list = new ArrayList<>(labels);
        list.retainAll(wanted);
        Collections.shuffle(list, random);
        return list;
    }

    private void haltAt(LiveRun run, List<Label> labels, Random random, Map<Label, Trial> trials, Set<Label> reached)
            throws InterruptedException, Bounded.StuckException {
        for (Label label : labels) {
            // Circumstances that come about once need not come about again.
            int occurrence = Places.isOnceAStart(label) || Places.needsCircumstances(label)
                    ? 1
                    : 1 + random.nextInt(run.bench().settings().occurrences());
            int parallelism = PARALLELISMS[trials.size() % PARALLELISMS.length];
            trials.put(label, halt(run, label, occurrence, parallelism, reached));
        }
    }

    /** A label that a whole further process does not reach is reached only when something else goes wrong. */
    private void haltAtOptional(LiveRun run, List<Label> labels, Random random, Map<Label, Trial> trials)
            throws InterruptedException, Bounded.StuckException {
        // Those of which a process may live long come last: it leaves less of the input to those after it.
        labels.sort(Comparator.comparing(Places::needsCircumstances));
        for (Label label : labels) {
            Set<Label> reached = EnumSet.noneOf(Label.class);
            haltAt(run, List.of(label), random, trials, reached);
            if (!reached.contains(label) && Places.needsCircumstances(label)) {
                trials.remove(label);
            }
        }
    }

    private static Trial halt(LiveRun run, Label label, int occurrence, int parallelism, Set<Label> reached)
            throws InterruptedException, Bounded.StuckException {
        ChildJob child = run.start(parallelism, LabelFault.Plan.halt(label, occurrence));
        if (Places.needsCircumstances(label)) {
            run.await(
                    "a process halts or has come far",
                    () -> !child.isRunning() || child.checkpoints() > CHECKPOINTS_WITHOUT);
            if (child.isRunning()) {
                child.kill("SIGKILL without " + label);
            }
        }
        int exit = run.awaitExit(child);
        reached.addAll(child.reached());
        if (exit == LabelFault.HALTED) {
            child.halted("halt at " + label);
            return new Trial(occurrence, "");
        }
        Report.Ended end = child.end();
        return new Trial(
                occurrence,
                "no process reached it " + occurrence + " times; the one that should have ended "
                        + (end == null ? "with exit code " + exit : "as " + end.reason()));
    }

    private List<CaseResult> broken(Bench bench, Conclusion together, Map<Label, Trial> trials) throws Exception {
        List<CaseResult> results = new ArrayList<>();
        results.add(CaseResults.of(
                bench, "halts at " + trials.size() + " labels in one life", together, trials.size(), Duration.ZERO));
        for (Map.Entry<Label, Trial> entry : trials.entrySet()) {
            Label label = entry.getKey();
            try (LiveRun run = LiveRun.open(bench, RequiredEnd.FINISHED, List.of("halt at " + label))) {
                halt(run, label, entry.getValue().occurrence(), 2, EnumSet.noneOf(Label.class));
                run.finish(2, run.checkpoints());
                results.add(CaseResults.of(bench, label.name(), run.conclude(), 1, run.elapsed()));
            }
        }
        return results;
    }
}
