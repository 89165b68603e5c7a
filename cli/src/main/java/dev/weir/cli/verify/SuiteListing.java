package dev.weir.cli.verify;

import dev.weir.cli.output.Listing;
import dev.weir.consistency.suite.SuiteResult;
import java.util.Locale;

/** What can be verified, and what a verification found, as rows. */
final class SuiteListing {
    private SuiteListing() {}

    static Listing of(Suite suite) {
        Listing listing = new Listing("There is nothing to verify.", "sink", "strategies", "about");
        suite.sinks().forEach(sink -> listing.row(sink.name(), StrategyName.all(sink.strategies()), "comes with Weir"));
        suite.mutants()
                .forEach(mutant -> listing.row(
                        TargetChoice.MUTANT + mutant.name(),
                        "",
                        mutant.issue().isEmpty()
                                ? mutant.description()
                                : mutant.description() + " (" + mutant.issue() + ")"));
        return listing;
    }

    static Listing of(SuiteResult result) {
        Listing listing = new Listing(
                "Nothing was tried.",
                "engine",
                "subject",
                "case",
                "verdict",
                "reason",
                "reproduce",
                "runs",
                "duration");
        result.cases()
                .forEach(tried -> listing.row(
                        tried.engine().name().toLowerCase(Locale.ROOT),
                        tried.subject(),
                        tried.name(),
                        tried.verdict().name().toLowerCase(Locale.ROOT),
                        tried.reason(),
                        tried.reproduce(),
                        tried.runs(),
                        tried.duration()));
        return listing;
    }
}
