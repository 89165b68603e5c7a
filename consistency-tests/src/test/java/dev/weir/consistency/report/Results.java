package dev.weir.consistency.report;

import dev.weir.consistency.history.Anomaly;
import dev.weir.consistency.history.Verdict;
import dev.weir.consistency.history.Violation;
import dev.weir.consistency.history.Witness;
import dev.weir.consistency.history.Witness.Step;
import dev.weir.consistency.suite.CaseResult;
import dev.weir.consistency.suite.Engine;
import dev.weir.consistency.suite.MutantResult;
import dev.weir.consistency.suite.SuiteResult;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Results of the suite as they come. */
final class Results {
    static final Witness DOUBLED = new Witness(List.of(
            new Step(0, "attempt 1", "commits unit 4 of shard 0: 3 records"),
            new Step(1_200_000, "attempt 1", "dies before it hears of it"),
            new Step(2_500_000_000L, "attempt 2", "applies unit 4 of shard 0 again, without asking the ledger"),
            new Step(2_600_000_000L, "reader", "sees partition 1 offset 7 twice")));

    private Results() {}

    static CaseResult passed(Engine engine, String subject, String name) {
        return new CaseResult(
                engine, subject, name, Verdict.PASS, "nothing was found", List.of(), "", 12, Duration.ofMillis(340));
    }

    static CaseResult violated(String subject, String name) {
        Violation violation =
                new Violation(Anomaly.DUPLICATE, "partition 1 offset 7 (key 3, no. 2) is there twice", DOUBLED);
        return new CaseResult(
                Engine.EXHAUSTIVE,
                subject,
                name,
                Verdict.VIOLATION,
                "an output is there more than once",
                List.of(violation),
                "weir verify --sink jdbc-postgresql --seed 7",
                1,
                Duration.ofMillis(12));
    }

    static CaseResult ended(Verdict verdict, String reason) {
        return new CaseResult(
                Engine.REAL_SERVERS, "files TWO_PHASE", "disk full", verdict, reason, List.of(), "", 1, Duration.ZERO);
    }

    static MutantResult mutant(String name, String issue, Set<Engine> killedBy) {
        return new MutantResult(
                name, "commits at prepare", issue, EnumSet.of(Engine.SIMULATION, Engine.EXHAUSTIVE), killedBy, "");
    }

    static SuiteResult of(List<CaseResult> cases, MutantResult... mutants) {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("Weir", "0.1.0");
        versions.put("PostgreSQL", "18.6 <debug>");
        return new SuiteResult(
                "jdbc-postgresql WRITE_AHEAD_LOG",
                7,
                1_790_000_000_000L,
                Duration.ofSeconds(95),
                versions,
                cases,
                List.of(mutants),
                List.of("Nothing of a network that splits & heals."));
    }
}
