package dev.weir.cli.verify;

import dev.weir.consistency.Verification;
import dev.weir.consistency.builtin.BuiltInSinks;
import dev.weir.consistency.mutant.Mutants;
import dev.weir.consistency.subject.SinkUnderTest;
import dev.weir.consistency.suite.SuiteResult;
import dev.weir.consistency.suite.VerificationOptions;
import dev.weir.consistency.suite.VerificationProgress;
import java.util.List;

/** The one that comes with Weir. */
final class WeirSuite implements Suite {
    @Override
    public List<SinkUnderTest> sinks() {
        return BuiltInSinks.all();
    }

    @Override
    public List<Mutant> mutants() {
        return Mutants.all().stream()
                .map(mutant -> new Mutant(mutant.name(), mutant.description(), mutant.issue()))
                .toList();
    }

    @Override
    public SuiteResult verifySink(SinkUnderTest sink, VerificationOptions options, VerificationProgress progress)
            throws InterruptedException {
        return Verification.ofSink(sink, options, progress);
    }

    @Override
    public SuiteResult verifyMutant(String name, VerificationOptions options, VerificationProgress progress)
            throws InterruptedException {
        return Verification.ofMutant(name, options, progress);
    }
}
