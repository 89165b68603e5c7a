package dev.weir.consistency.checker;

import dev.weir.consistency.history.Anomaly;
import dev.weir.consistency.history.Conclusion;
import dev.weir.consistency.history.Event;
import dev.weir.consistency.history.EventVisitor;
import dev.weir.consistency.history.Expectation;
import dev.weir.consistency.history.Promise;
import dev.weir.consistency.history.Witness;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a history and says what it proves.
 *
 * <p>Sound before complete: what a legal run could show too is no violation. What an anomaly is depends on the sink's {@link Promise};
 * in an environment that breaks its contract, what the destination or the store forgot is not held against the job, as long as it
 * ends with an error or mends it.
 *
 * <p>How a run without violation is judged: a job that {@code FINISHED} has everything everywhere. One that {@code FAILED} for good is
 * {@code LOUD_FAIL} where the expectation allows that and a fault has fired, and otherwise {@code STUCK}: it lost nothing, but it
 * gave up though it had no reason. So is one whose newest attempt never ended, was killed and not replaced, or sleeps.
 *
 * <p><b>Lifecycle:</b> {@link #accept} for each event; {@link #conclude} once, at any time. <b>Threading:</b> confined to one thread.
 */
public final class HistoryChecker {
    private final Run run;
    private final Findings findings = new Findings();
    private final Map<String, Sink> sinks = new LinkedHashMap<>();
    private final Restarts restarts;
    private final Aftermath aftermath;
    private final RunEnd end;
    private final Route route = new Route();
    private String lastName = "";
    private Sink last;
    private long observations;
    private boolean concluded;

    private record Sink(SinkCheck check, ShardUnits units, UnitOrder order, Transactions transactions) {}

    private HistoryChecker(Expectation expectation) {
        this.run = new Run(expectation);
        this.restarts = new Restarts(run, findings);
        this.aftermath = new Aftermath(findings);
        this.end = new RunEnd(expectation, run);
        Truth truth = new Truth(expectation.workload());
        for (Expectation.SinkPromise each : expectation.sinks()) {
            sinks.put(each.sink(), sink(each, truth));
        }
        if (sinks.isEmpty()) {
            throw new IllegalArgumentException(
                    "Cannot check a history: the expectation names no sink; name at least one");
        }
        this.last = sinks.values().iterator().next();
    }

    private Sink sink(Expectation.SinkPromise promised, Truth truth) {
        String name = promised.sink();
        ShardUnits units = new ShardUnits(name, run, findings);
        Groups groups = new Groups();
        UnitOrder order = new UnitOrder(name, run, groups, findings);
        SinkCheck check = promised.promise() == Promise.LATEST_BY_KEY
                ? new LatestByKey(name, run, truth, findings)
                : new SinkRecords(promised, run, truth, findings, new SinkRecords.Units(groups, order, units));
        return new Sink(check, units, order, new Transactions(name, run, findings));
    }

    public static HistoryChecker of(Expectation expectation) {
        return new HistoryChecker(expectation);
    }

    /** Reads the next event. */
    public void accept(Event event) {
        observations++;
        event.visit(route);
    }

    /** Whether a violation is certain, so that nothing can make the verdict better. */
    public boolean damaged() {
        return !findings.isEmpty() || sinks.values().stream().anyMatch(sink -> sink.check.isDamaged());
    }

    /** Ends the history. */
    public Conclusion conclude() {
        if (concluded) {
            throw new IllegalStateException("conclude() was called twice");
        }
        concluded = true;
        sinks.values().forEach(sink -> sink.check.conclude());
        if (end.isFinished()) {
            aftermath.conclude();
            if (end.finalLooksEnded(sinks.keySet())) {
                Map<String, SinkCheck> checks = new LinkedHashMap<>();
                sinks.forEach((name, sink) -> checks.put(name, sink.check));
                new Losses(run, findings, checks).conclude(end.lastNanos());
            }
        }
        return end.conclude(findings.violations(), sinks.keySet(), observations);
    }

    private Sink sink(String name) {
        if (name.equals(lastName)) {
            return last;
        }
        Sink sink = sinks.get(name);
        if (sink == null) {
            throw new IllegalArgumentException("Cannot check an event of sink \"" + name
                    + "\": the expectation names only " + sinks.keySet() + "; use the uids of the job's sinks");
        }
        lastName = name;
        last = sink;
        return sink;
    }

    private final class Route implements EventVisitor {
        @Override
        public void attemptStarted(Event.AttemptStarted event) {
            end.started(event);
            restarts.started(event);
        }

        @Override
        public void attemptEnded(Event.AttemptEnded event) {
            end.ended(event);
            restarts.ended(event);
            sinks.values().forEach(sink -> sink.check.attemptEnded());
        }

        @Override
        public void fenced(Event.Fenced event) {
            sink(event.sink()).order.fenced(event);
        }

        @Override
        public void checkpointCompleted(Event.CheckpointCompleted event) {
            run.completed(event);
            restarts.progress();
        }

        @Override
        public void appeared(Event.Appeared event) {
            sink(event.sink()).check.appeared(event);
            restarts.progress();
        }

        @Override
        public void vanished(Event.Vanished event) {
            sink(event.sink()).check.vanished(event);
        }

        @Override
        public void unreadable(Event.Unreadable event) {
            if (findings.isNew(Anomaly.PHANTOM, event.sink(), event.what())) {
                findings.add(
                        Anomaly.PHANTOM,
                        event.sink() + ": there is something that is no record of the job: " + event.what(),
                        List.of(new Witness.Step(event.nanos(), "reader", "finds " + event.what())));
            }
        }

        @Override
        public void lookBegan(Event.LookBegan event) {
            sink(event.sink()).check.settle();
        }

        @Override
        public void lookEnded(Event.LookEnded event) {
            sink(event.sink()).check.lookEnded(event);
            end.lookEnded(event);
        }

        @Override
        public void ledgerSeen(Event.LedgerSeen event) {
            sink(event.sink()).units.ledgerSeen(event);
        }

        @Override
        public void acknowledged(Event.Acknowledged event) {
            sink(event.sink()).units.acknowledged(event);
        }

        @Override
        public void prepared(Event.Prepared event) {
            Sink sink = sink(event.sink());
            sink.transactions.prepared(event);
            if (event.unit() != null) {
                sink.units.prepared(event.shard(), event.unit());
            }
        }

        @Override
        public void transactionEnded(Event.TransactionEnded event) {
            sink(event.sink()).transactions.ended(event);
        }

        @Override
        public void inDoubtListed(Event.InDoubtListed event) {
            aftermath.listed(event);
        }

        @Override
        public void readerBlocked(Event.ReaderBlocked event) {
            aftermath.blocked(event);
        }

        @Override
        public void resourceCounted(Event.ResourceCounted event) {
            aftermath.counted(event);
        }

        @Override
        public void faultFired(Event.FaultFired event) {
            run.fired(event.fault());
            restarts.progress();
        }

        @Override
        public void outage(Event.Outage event) {
            restarts.outage(event);
        }

        @Override
        public void gaveUpWaiting(Event.GaveUpWaiting event) {
            end.gaveUp(event);
        }

        @Override
        public void quietBegan(Event.QuietBegan event) {
            aftermath.quiet(event);
            sinks.values().forEach(sink -> sink.check.quiet());
        }
    }
}
