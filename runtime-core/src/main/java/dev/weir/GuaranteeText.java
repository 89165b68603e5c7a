package dev.weir;

import dev.weir.graph.GuaranteeReport;
import dev.weir.graph.Link;
import dev.weir.graph.SinkGuarantee;
import dev.weir.guarantee.Finding;
import dev.weir.guarantee.Guarantee;
import dev.weir.sink.SupportsDeadLetters;
import java.util.List;
import java.util.Locale;

/** What a job guarantees, in words: the level, what holds it down and how to mend it, every link, and what readers see. */
final class GuaranteeText {
    private final StringBuilder text = new StringBuilder();
    private final GuaranteeReport report;
    private final Guarantee required;

    GuaranteeText(GuaranteeReport report, Guarantee required) {
        this.report = report;
        this.required = required;
        level();
        line("");
        line("Links, from source to reader:");
        report.links().forEach(this::link);
        line("");
        line("Readers see:");
        report.sinks().forEach(this::reader);
    }

    @Override
    public String toString() {
        return text.toString();
    }

    private void line(String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }

    private void level() {
        List<Link> unknown = report.unknown();
        line(
                "Guarantee: %s%s%s%s",
                unknown.isEmpty() ? "" : "unknown, at most ",
                report.level(),
                report.outlivesProcess() ? "" : ", within this process",
                refusal(unknown));
        report.weakest().forEach(link -> cause("Weakest link", link));
        unknown.forEach(link -> cause("Not looked at", link));
    }

    private String refusal(List<Link> unknown) {
        boolean isGiven = required == Guarantee.AT_MOST_ONCE
                || (unknown.isEmpty() && report.level().compareTo(required) >= 0);
        return isGiven ? "" : "; the job requires " + required + " and does not start";
    }

    private void cause(String title, Link link) {
        Finding finding = link.finding();
        line("    %s: %s of %s", title, finding.subject(), link.place());
        line("        why:  %s", finding.reason());
        if (!finding.mend().isEmpty()) {
            line("        mend: %s", finding.mend());
        }
    }

    private void link(Link link) {
        Finding finding = link.finding();
        String mend = finding.mend().isEmpty() ? "" : "; " + finding.mend();
        line(
                "    %-13s  %s: %s: %s%s",
                link.known() ? finding.limit() : "unknown", link.place(), finding.subject(), finding.reason(), mend);
    }

    private void reader(SinkGuarantee guarantee) {
        line(
                "    sink %s: %s",
                guarantee.sink().name(), guarantee.sink().strategy().visibility());
        if (guarantee.sink().deadLetters().kept() && guarantee.sink().sink() instanceof SupportsDeadLetters able) {
            line("        what the destination refuses is put aside in the same step: %s", able.deadLetterTarget());
        }
    }
}
