package dev.weir.cli.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * All that a demo found out.
 *
 * @param story what this demo was about
 * @param findings in each destination, at least one
 * @param leftovers of the job at its end that should not be, in words
 * @param finished when
 * @param took all of it
 */
record Outcome(
        DemoOptions options,
        Story story,
        List<Finding> findings,
        List<String> leftovers,
        Timeline.Content timeline,
        Instant finished,
        Duration took) {

    Outcome {
        findings = List.copyOf(findings);
        leftovers = List.copyOf(leftovers);
    }

    /** Whether all destinations were right: at the end to the cent, and on the way there. */
    boolean isProven() {
        return findings.stream().allMatch(Finding::isSound) && leftovers.isEmpty();
    }

    Sums truth() {
        return findings.get(0).comparison().truth();
    }

    int cells() {
        return findings.get(0).comparison().cells();
    }

    /** In all destinations. */
    long lost() {
        return findings.stream()
                .mapToLong(finding -> finding.comparison().lost())
                .sum();
    }

    long doubled() {
        return findings.stream()
                .mapToLong(finding -> finding.comparison().doubled())
                .sum();
    }

    /** How many of the kills hit it. */
    int kills(Victim victim) {
        return (int) timeline.kills().stream()
                .filter(kill -> kill.victim() == victim)
                .count();
    }

    /** As they were done. */
    Toll toll() {
        return new Toll(kills(Victim.JOB), kills(Victim.BROKER), kills(Victim.DATABASE));
    }

    /** Zero if it was never killed. */
    Duration medianRecovery(Victim victim) {
        return Medians.of(timeline.kills().stream()
                .filter(kill -> kill.victim() == victim)
                .map(Kill::recovery)
                .toList());
    }
}
