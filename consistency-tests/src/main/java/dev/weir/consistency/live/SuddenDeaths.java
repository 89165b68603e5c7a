package dev.weir.consistency.live;

import dev.weir.consistency.history.Conclusion;
import dev.weir.consistency.history.Expectation.RequiredEnd;
import dev.weir.consistency.suite.CaseResult;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Processes that are killed at random moments, some of them while they start. */
final class SuddenDeaths implements Scenario {
    private static final int LONGEST_LIFE_MILLIS = 600;
    private static final int LONGEST_START_MILLIS = 500;

    @Override
    public String name() {
        return "sudden deaths";
    }

    @Override
    public List<CaseResult> run(Bench bench) throws Exception {
        int kills = bench.settings().kills();
        List<String> faults =
                IntStream.rangeClosed(1, kills).mapToObj(SuddenDeaths::fault).toList();
        Random random = new Random(bench.seed());
        try (LiveRun run = LiveRun.open(bench, RequiredEnd.FINISHED, faults)) {
            for (String fault : faults) {
                ChildJob child = run.start(1 + random.nextInt(3), LabelFault.Plan.NONE);
                if (random.nextInt(4) == 0) {
                    Thread.sleep(random.nextInt(LONGEST_START_MILLIS));
                } else {
                    run.await("the job starts", () -> child.starts() > 0 || !child.isRunning());
                    Thread.sleep(random.nextInt(LONGEST_LIFE_MILLIS));
                }
                if (child.isRunning()) {
                    child.kill(fault);
                }
            }
            run.finish(2, run.checkpoints());
            Conclusion conclusion = run.conclude();
            return List.of(
                    CaseResults.of(bench, "SIGKILL at " + kills + " random moments", conclusion, kills, run.elapsed()));
        }
    }

    private static String fault(int number) {
        return "SIGKILL no. " + number;
    }
}
