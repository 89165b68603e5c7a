package dev.weir.consistency;

import dev.weir.consistency.mutant.MutantTrial;
import dev.weir.consistency.mutant.Mutants;
import dev.weir.consistency.subject.SinkUnderTest;
import dev.weir.consistency.suite.SuiteResult;
import dev.weir.consistency.suite.VerificationOptions;
import dev.weir.consistency.suite.VerificationProgress;

/** The whole suite over one sink, as a library. */
public final class Verification {
    private Verification() {}

    /**
     * Runs contract, real servers and chaos over a real sink. Never hangs: what the sink does wrong is a verdict.
     *
     * <p><b>Threading:</b> blocks for the whole run.
     */
    public static SuiteResult ofSink(SinkUnderTest sink, VerificationOptions options, VerificationProgress progress)
            throws InterruptedException {
        return new SinkVerification(sink, options, progress).run();
    }

    /**
     * Runs the simulation and the exhaustive engine over a mutant of the catalogue until one of them finds a violation.
     *
     * @throws IllegalArgumentException if there is no mutant of this name
     */
    public static SuiteResult ofMutant(String name, VerificationOptions options, VerificationProgress progress)
            throws InterruptedException {
        return MutantTrial.verify(Mutants.named(name), options.seed(), System.currentTimeMillis(), progress);
    }
}
