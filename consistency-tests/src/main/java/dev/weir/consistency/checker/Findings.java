package dev.weir.consistency.checker;

import dev.weir.consistency.history.Anomaly;
import dev.weir.consistency.history.Violation;
import dev.weir.consistency.history.Witness;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The violations that were found: each anomaly once for each place, and not more than a reader can read. */
final class Findings {
    private static final int MOST_OF_A_KIND = 10;

    private final List<Violation> violations = new ArrayList<>();
    private final Map<Anomaly, Integer> counts = new EnumMap<>(Anomaly.class);
    private final Set<String> places = new HashSet<>();
    private final Set<String> sinks = new HashSet<>();

    /** Whether this is new; only then is a witness worth its work. */
    boolean isNew(Anomaly anomaly, String sink, Object place) {
        sinks.add(sink);
        return counts.getOrDefault(anomaly, 0) < MOST_OF_A_KIND && places.add(anomaly + " " + sink + " " + place);
    }

    void add(Anomaly anomaly, String what, List<Witness.Step> steps) {
        counts.merge(anomaly, 1, Integer::sum);
        List<Witness.Step> inTime = new ArrayList<>(steps);
        inTime.sort(Comparator.comparingLong(Witness.Step::nanos));
        violations.add(new Violation(anomaly, what, new Witness(inTime)));
    }

    boolean isEmpty() {
        return violations.isEmpty();
    }

    /** Whether anything was found at a sink: counts that come from it mean nothing any more. */
    boolean hasAnyOf(String sink) {
        return sinks.contains(sink);
    }

    List<Violation> violations() {
        return violations;
    }
}
