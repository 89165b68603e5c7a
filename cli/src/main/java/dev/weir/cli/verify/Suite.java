package dev.weir.cli.verify;

import dev.weir.consistency.subject.SinkUnderTest;
import dev.weir.consistency.suite.SuiteResult;
import dev.weir.consistency.suite.VerificationOptions;
import dev.weir.consistency.suite.VerificationProgress;
import java.util.List;

/** The consistency suite as this command uses it. */
interface Suite {
    /** The sinks that come with Weir. */
    List<SinkUnderTest> sinks();

    List<Mutant> mutants();

    SuiteResult verifySink(SinkUnderTest sink, VerificationOptions options, VerificationProgress progress)
            throws InterruptedException;

    SuiteResult verifyMutant(String name, VerificationOptions options, VerificationProgress progress)
            throws InterruptedException;

    /**
     * Something broken on purpose.
     *
     * @param issue the public issue that it re-creates, or empty
     */
    record Mutant(String name, String description, String issue) {}
}
