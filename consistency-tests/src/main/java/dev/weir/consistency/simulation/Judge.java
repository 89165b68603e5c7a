package dev.weir.consistency.simulation;

import dev.weir.consistency.history.Anomaly;
import dev.weir.consistency.history.Conclusion;
import dev.weir.consistency.history.Event;
import dev.weir.consistency.history.Verdict;
import dev.weir.consistency.history.Violation;
import dev.weir.consistency.history.Witness;
import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.history.Workload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Stand-in. */
interface Judge extends Consumer<Event> {
    Conclusion conclude();

    static Judge of(Scenario scenario, Workload workload, Plan plan) {
        return new Judge() {
            final Map<OutputRecord, Integer> seen = new HashMap<>();
            long observations;
            String end = "none";
            List<String> inDoubt = new ArrayList<>();

            @Override
            public void accept(Event event) {
                observations++;
                if (event instanceof Event.Appeared appeared) {
                    seen.merge(appeared.record().unstamped(), 1, Integer::sum);
                } else if (event instanceof Event.Vanished vanished) {
                    seen.merge(vanished.record().unstamped(), -1, Integer::sum);
                } else if (event instanceof Event.AttemptEnded ended && ended.end() != Event.End.FROZEN) {
                    end = ended.end() == Event.End.FINISHED || !end.equals("FINISHED") ? ended.end() + ended.reason() : end;
                } else if (event instanceof Event.InDoubtListed listed) {
                    inDoubt.addAll(listed.transactions());
                }
            }

            @Override
            public Conclusion conclude() {
                List<Violation> violations = new ArrayList<>();
                long total = seen.values().stream().mapToLong(i -> i).sum();
                seen.forEach((record, count) -> {
                    if (count > scenario.shape().sinks()) {
                        violations.add(new Violation(Anomaly.DUPLICATE, record + " " + count, new Witness(List.of())));
                    }
                });
                if (violations.isEmpty() && total != workload.records() * scenario.shape().sinks()) {
                    violations.add(new Violation(Anomaly.LOSS, total + " of " + workload.records() + " " + end, new Witness(List.of())));
                }
                if (!inDoubt.isEmpty()) {
                    violations.add(new Violation(Anomaly.IN_DOUBT_LEAK, inDoubt.toString(), new Witness(List.of())));
                }
                return new Conclusion(violations.isEmpty() ? Verdict.PASS : Verdict.VIOLATION, end, violations, observations);
            }
        };
    }
}
