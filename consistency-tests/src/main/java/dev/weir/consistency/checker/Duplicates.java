package dev.weir.consistency.checker;

import dev.weir.consistency.history.Anomaly;
import dev.weir.consistency.history.Witness;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Outputs that are there more than once, collected by who wrote the first and who the second. */
final class Duplicates {
    private final String sink;
    private final Run run;
    private final Groups groups;
    private final Findings findings;
    private final Map<Pair, Places> found = new LinkedHashMap<>();

    /** Who wrote the first and the second; {@code late} if the second came when all was quiet. */
    record Pair(int first, int second, boolean late) {}

    /** Where, and when it was seen once and twice. */
    record Place(int partition, int offset, long onceNanos, long twiceNanos) {}

    private static final class Places {
        final Place example;
        int count;

        Places(Place example) {
            this.example = example;
        }
    }

    Duplicates(String sink, Run run, Groups groups, Findings findings) {
        this.sink = sink;
        this.run = run;
        this.groups = groups;
        this.findings = findings;
    }

    void found(Pair pair, Place place) {
        found.computeIfAbsent(pair, p -> new Places(place)).count++;
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** A part of a unit can be told from the whole only now that the whole was seen. */
    void conclude() {
        found.forEach((pair, places) -> {
            boolean part = pair.first == pair.second && places.count < groups.records(pair.first);
            Anomaly anomaly =
                    pair.late ? Anomaly.LATE_DUPLICATE : part ? Anomaly.PARTIAL_BATCH_APPLIED_TWICE : Anomaly.DUPLICATE;
            if (findings.isNew(anomaly, sink, pair)) {
                findings.add(anomaly, text(pair, places, part), steps(pair, places.example));
            }
        });
    }

    private String text(Pair pair, Places places, boolean part) {
        String others = places.count == 1 ? "" : " and " + (places.count - 1) + " others";
        String of = part ? " of the " + groups.records(pair.first) + " records of their unit" : "";
        return sink + ": " + Texts.input(places.example.partition, places.example.offset) + others + of
                + (places.count == 1 ? " is" : " are") + " there more than once"
                + (pair.late ? ", the last time after all had become quiet" : "");
    }

    private List<Witness.Step> steps(Pair pair, Place place) {
        List<Witness.Step> steps = new ArrayList<>();
        String input = Texts.input(place.partition, place.offset);
        steps.add(wrote(place.onceNanos, pair.first, input));
        steps.add(new Witness.Step(place.onceNanos, "reader", "sees it once"));
        long firstAttempt = groups.attempt(pair.first);
        long secondAttempt = groups.attempt(pair.second);
        if (firstAttempt != secondAttempt) {
            Run.Completed checkpoint = run.firstCovering(place.partition, place.offset);
            if (checkpoint != null) {
                steps.add(checkpoint.step());
            }
            Run.Attempt restarted = run.attempt(Math.max(firstAttempt, secondAttempt));
            if (restarted != null) {
                steps.add(restarted.step());
            }
        }
        steps.add(wrote(place.twiceNanos, pair.second, input));
        steps.add(new Witness.Step(place.twiceNanos, "reader", "sees it more than once"));
        return steps;
    }

    private Witness.Step wrote(long nanos, int group, String input) {
        return new Witness.Step(
                nanos, "attempt " + groups.attempt(group), "wrote " + input + " (" + groups.describe(group) + ")");
    }
}
