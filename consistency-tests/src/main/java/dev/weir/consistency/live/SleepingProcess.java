package dev.weir.consistency.live;

import dev.weir.consistency.history.Conclusion;
import dev.weir.consistency.history.Expectation.RequiredEnd;
import dev.weir.consistency.suite.CaseResult;
import dev.weir.fault.Label;
import java.nio.file.Path;
import java.util.List;

/**
 * A process that is frozen, replaced by a successor over a copy of its checkpoints, and woken up beside it.
 *
 * <p>The successor needs a copy: as long as the frozen process lives, it holds the lock of its own folder.
 *
 * @param label where a thread of it stands when it is frozen
 * @param wake when it wakes up
 */
record SleepingProcess(Label label, Wake wake) implements Scenario {
    /** Of the label, before a thread stops there. */
    private static final int OCCURRENCE = 8;
    /** What a successor at work has brought at least. */
    private static final int RECORDS = 100;

    /** When a frozen process wakes up. */
    enum Wake {
        WHEN_SUCCESSOR_STARTS("when its successor starts") {
            @Override
            boolean isNow(ChildJob successor, LiveRun run, long before) {
                return successor.starts() > 0;
            }
        },
        WHEN_SUCCESSOR_WORKS("when its successor is at work") {
            @Override
            boolean isNow(ChildJob successor, LiveRun run, long before) {
                return successor.starts() > 0 && run.observer().size() > before + RECORDS;
            }
        },
        WHEN_SUCCESSOR_IS_DONE("when its successor is done") {
            @Override
            boolean isNow(ChildJob successor, LiveRun run, long before) {
                return !successor.isRunning();
            }
        };

        private final String words;

        Wake(String words) {
            this.words = words;
        }

        abstract boolean isNow(ChildJob successor, LiveRun run, long before);
    }

    @Override
    public String name() {
        return "asleep at " + label + ", awake " + wake.words;
    }

    @Override
    public List<CaseResult> run(Bench bench) throws Exception {
        String fault = "SIGSTOP at " + label;
        try (LiveRun run = LiveRun.open(bench, RequiredEnd.FINISHED, List.of(fault))) {
            ChildJob sleeper = run.start(2, LabelFault.Plan.stop(label, Places.isOnceAStart(label) ? 1 : OCCURRENCE));
            run.await("a thread stands at " + label, () -> sleeper.isStopped() || !sleeper.isRunning());
            if (sleeper.isStopped()) {
                replace(run, sleeper, fault);
            }
            Conclusion conclusion = run.conclude();
            return List.of(CaseResults.of(bench, name(), conclusion, 1, run.elapsed()));
        }
    }

    private void replace(LiveRun run, ChildJob sleeper, String fault) throws Exception {
        sleeper.freeze(fault);
        long end = System.nanoTime() + run.bench().settings().asleep().toNanos();
        run.observer().catchUp();
        Path copy = run.checkpoints().resolveSibling("copy");
        LiveRun.copy(run.checkpoints(), copy);
        run.observer().follow(copy);
        sleeper.replaced();
        ChildJob successor = run.start(
                3, LabelFault.Plan.NONE, copy, run.bench().destination().address());
        if (wake == Wake.WHEN_SUCCESSOR_IS_DONE) {
            successor.hurry();
        }
        long before = run.observer().size();
        run.await(
                "it is time to wake up",
                () -> System.nanoTime() - end > 0 && (wake.isNow(successor, run, before) || !successor.isRunning()));
        sleeper.wake();
        sleeper.hurry();
        if (wake != Wake.WHEN_SUCCESSOR_IS_DONE) {
            successor.hurry();
        }
        run.awaitExit(successor);
        run.awaitExit(sleeper);
    }
}
