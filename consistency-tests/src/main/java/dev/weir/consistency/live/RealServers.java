package dev.weir.consistency.live;

import dev.weir.consistency.live.SleepingProcess.Wake;
import dev.weir.consistency.subject.Destination;
import dev.weir.fault.Label;
import dev.weir.sink.DeliveryStrategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** What is tried with real processes over a real destination. */
public final class RealServers {
    private RealServers() {}

    /** All that the destination allows. */
    public static List<LiveCase> cases(Bench bench) {
        List<LiveCase> cases = new ArrayList<>();
        cases.add(halts(bench, List.of(Label.values())));
        cases.add(deaths(bench));
        cases.addAll(sleeps(bench));
        cases.add(restarts(bench));
        cases.addAll(outages(bench));
        cases.addAll(outagesAt(bench, List.of(Label.values())));
        cases.addAll(expiries(bench));
        cases.addAll(wire(bench));
        return cases;
    }

    /** Halts at these labels, as far as the strategy reaches them. */
    public static LiveCase halts(Bench bench, Collection<Label> labels) {
        return new LiveCase(bench, new LabelHalts(labels));
    }

    /** SIGKILL at random moments. */
    public static LiveCase deaths(Bench bench) {
        return new LiveCase(bench, new SuddenDeaths());
    }

    /** Restarts of the job in one process, which must leave nothing behind. */
    public static LiveCase restarts(Bench bench) {
        return new LiveCase(bench, new RestartsInOneProcess());
    }

    /** SIGSTOP, a successor, SIGCONT. */
    public static List<LiveCase> sleeps(Bench bench) {
        return sleepingAt(bench)
                .flatMap(label -> Stream.of(Wake.values()).map(wake -> new SleepingProcess(label, wake)))
                .map(scenario -> new LiveCase(bench, scenario))
                .toList();
    }

    private static Stream<Label> sleepingAt(Bench bench) {
        return switch (bench.strategy()) {
            case WRITE_AHEAD_LOG -> Stream.of(Label.CHECKPOINT_BEFORE_RENAME, Label.COMMIT_BEFORE_APPLY);
            case TWO_PHASE, TWO_PHASE_INSURED -> Stream.of(Label.PREPARE_AFTER, Label.COMMIT_BEFORE_APPLY);
            case IDEMPOTENT, AT_LEAST_ONCE -> Stream.of(Label.SNAPSHOT_BEFORE_SYNC);
        };
    }

    /** None if the destination cannot be broken. */
    public static List<LiveCase> outages(Bench bench) {
        return bench.destination() instanceof Destination.SupportsOutages able
                ? List.of(new LiveCase(bench, new DestinationOutages(able)))
                : List.of();
    }

    /** Outages while a thread of the job stands at one of these labels; none if the destination cannot be broken. */
    public static List<LiveCase> outagesAt(Bench bench, Collection<Label> labels) {
        return bench.destination() instanceof Destination.SupportsOutages able
                ? List.of(new LiveCase(bench, new OutagesAtLabels(able, labels)))
                : List.of();
    }

    /** None if the destination keeps a transaction until somebody ends it, or the strategy has none. */
    public static List<LiveCase> expiries(Bench bench) {
        return bench.strategy() == DeliveryStrategy.TWO_PHASE_INSURED
                        && bench.destination() instanceof Destination.SupportsInDoubt able
                        && able.endsThem()
                ? List.of(new LiveCase(bench, new ExpiredTransactions(able)))
                : List.of();
    }

    /** None if the destination is not reached by TCP, or names no places. */
    public static List<LiveCase> wire(Bench bench) {
        return bench.destination() instanceof Destination.SupportsWire able
                        && !able.cutPoints(bench.strategy()).isEmpty()
                ? List.of(new LiveCase(bench, new LostMessages(able)))
                : List.of();
    }

    /** A random mix of all that, for so long. */
    public static List<LiveCase> chaos(Bench bench, Duration duration) {
        return Chaos.rounds(bench.seed(), duration).stream()
                .map(round -> new LiveCase(bench, round))
                .toList();
    }

    /** What these cases say nothing about, in one sentence each. */
    public static List<String> notTested(Bench bench) {
        List<String> sentences = new ArrayList<>();
        if (!(bench.destination() instanceof Destination.SupportsOutages)) {
            sentences.add("The destination was not killed, frozen or restarted: it cannot be.");
        }
        if (wire(bench).isEmpty()) {
            sentences.add("No request and no reply was lost: the destination names no places on the wire.");
        }
        if (!(bench.destination() instanceof Destination.SupportsInDoubt)) {
            sentences.add("Transactions left in doubt were not looked for: the destination does not list them.");
        }
        return sentences;
    }
}
