package dev.weir.consistency.live;

import dev.weir.consistency.history.Conclusion;
import dev.weir.consistency.history.Expectation.RequiredEnd;
import dev.weir.consistency.history.Verdict;
import dev.weir.consistency.subject.Destination.SupportsWire;
import dev.weir.consistency.suite.CaseResult;
import dev.weir.fault.Label;
import dev.weir.testbed.CutPoint;
import dev.weir.testbed.Direction;
import dev.weir.testbed.FaultProxy;
import dev.weir.testbed.Tripwire;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A connection that breaks at the places that a destination names: before a request arrives, or before its reply does. Then a
 * process that halts when it is about to ask what became of a commit.
 */
final class LostMessages implements Scenario {
    private final SupportsWire destination;

    LostMessages(SupportsWire destination) {
        this.destination = destination;
    }

    @Override
    public String name() {
        return "lost requests and replies";
    }

    @Override
    public List<CaseResult> run(Bench bench) throws Exception {
        List<CutPoint> points = destination.cutPoints(bench.strategy());
        Map<String, Boolean> fired = new LinkedHashMap<>();
        try (BorrowedProxy borrowed = BorrowedProxy.before(destination);
                LiveRun run = LiveRun.open(bench, RequiredEnd.FINISHED, List.of())) {
            FaultProxy proxy = borrowed.proxy();
            String address = destination.addressBy(proxy.port());
            if (bench.sink().promise(bench.strategy()).inUnits()) {
                haltInDoubt(run, proxy, points, address, fired);
            }
            breakConnections(run, proxy, points, address, fired);
            Conclusion conclusion = run.conclude();
            List<CaseResult> results = new ArrayList<>();
            fired.forEach((name, happened) -> results.add(CaseResults.of(
                    bench,
                    name,
                    happened ? conclusion : never(conclusion),
                    1,
                    run.elapsed().dividedBy(fired.size()))));
            return results;
        }
    }

    private static void haltInDoubt(
            LiveRun run, FaultProxy proxy, List<CutPoint> points, String address, Map<String, Boolean> fired)
            throws Exception {
        Label label = Label.IN_DOUBT_BEFORE_LOOKUP;
        ChildJob child = run.start(2, LabelFault.Plan.halt(label, 1), run.checkpoints(), address);
        // A job that cannot even start is not started again.
        run.await("the job starts", () -> child.starts() > 0 || !child.isRunning());
        points.forEach(point -> proxy.arm(point.atOccurrence(3)));
        run.await("a process is in doubt", () -> !child.isRunning() || child.acknowledged() > 40 * JobProcess.SHARDS);
        proxy.heal();
        if (!child.isRunning() && run.awaitExit(child) == LabelFault.HALTED) {
            child.halted("halt at " + label);
            fired.put(label.name(), true);
        } else {
            child.kill("SIGKILL");
        }
    }

    private static void breakConnections(
            LiveRun run, FaultProxy proxy, List<CutPoint> points, String address, Map<String, Boolean> fired)
            throws Exception {
        ChildJob child = run.start(2, LabelFault.Plan.NONE, run.checkpoints(), address);
        run.await("the job starts", () -> child.starts() > 0 || !child.isRunning());
        for (CutPoint point : points) {
            Tripwire tripwire = proxy.arm(point.atOccurrence(2));
            int patience = child.acknowledged() + 100 * JobProcess.SHARDS;
            run.await(
                    "the connection breaks",
                    () -> tripwire.hasFired() || !child.isRunning() || child.acknowledged() > patience);
            fired.put(words(point), tripwire.hasFired());
            if (tripwire.hasFired()) {
                run.fired(words(point));
            }
            proxy.heal();
        }
        child.hurry();
        run.awaitExit(child);
    }

    private static String words(CutPoint point) {
        String lost = point.direction() == Direction.TO_SERVER && point.side() == CutPoint.Side.BEFORE
                ? "request lost: "
                : "reply lost: ";
        return lost + point.what();
    }

    private static Conclusion never(Conclusion conclusion) {
        return new Conclusion(
                conclusion.verdict().and(Verdict.INCONCLUSIVE),
                "these bytes never came",
                conclusion.violations(),
                conclusion.observations());
    }
}
