package dev.weir.graph;

import dev.weir.error.ErrorCode;
import dev.weir.error.Faults;
import dev.weir.guarantee.Finding;
import dev.weir.guarantee.Guarantee;
import java.util.List;

/**
 * What a job gives from its sources to the readers of its destinations: as much as its weakest link.
 *
 * @param outlivesProcess whether another process can go on with the job
 */
public record GuaranteeReport(List<SinkGuarantee> sinks, boolean outlivesProcess) {
    public GuaranteeReport {
        sinks = List.copyOf(sinks);
    }

    /** Combines what all links of a plan give. */
    public static GuaranteeReport of(PhysicalPlan plan, RestartRules rules, Probing probing) {
        return new GuaranteeReport(new GuaranteeLinks(plan, rules, probing).sinks(), rules.checkpoints() != null);
    }

    /** All links, each once, in the order from source to reader. */
    public List<Link> links() {
        return sinks.stream().flatMap(sink -> sink.links().stream()).distinct().toList();
    }

    /** What could not be looked at. */
    public List<Link> unknown() {
        return links().stream().filter(link -> !link.known()).toList();
    }

    /** The weakest of what is known. */
    public Guarantee level() {
        return links().stream()
                .map(link -> link.finding().limit())
                .min(Guarantee::compareTo)
                .orElse(Guarantee.EXACTLY_ONCE);
    }

    /** The links that hold the level down; empty if nothing does. */
    public List<Link> weakest() {
        Guarantee level = level();
        return level == Guarantee.EXACTLY_ONCE
                ? List.of()
                : links().stream()
                        .filter(link -> link.finding().limit() == level)
                        .toList();
    }

    /**
     * Refuses a job whose guarantee is not shown: what could not be looked at is no basis for a promise.
     *
     * @throws dev.weir.error.WeirException {@code INVALID_JOB} if a link gives less, {@code DESTINATION_UNAVAILABLE} if only
     *     unknown links are in the way
     */
    public void require(Guarantee required, String jobName) {
        Faults weak = new Faults();
        Faults unknown = new Faults();
        for (Link link : links()) {
            Finding finding = link.finding();
            String text = finding.subject() + ": " + finding.reason() + "; " + finding.mend();
            weak.addIf(
                    finding.limit().compareTo(required) < 0, link.place() + " gives " + finding.limit() + ", " + text);
            unknown.addIf(!link.known(), link.place() + ", " + text);
        }
        String what = "Cannot start job '" + jobName + "': the required guarantee, " + required + ", is not ";
        weak.throwIfAny(ErrorCode.INVALID_JOB, what + "given");
        unknown.throwIfAny(ErrorCode.DESTINATION_UNAVAILABLE, what + "known to be given");
    }
}
