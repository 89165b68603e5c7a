package dev.weir.cli.verify;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.weir.consistency.Verification;
import dev.weir.consistency.builtin.BuiltInSinks;
import dev.weir.consistency.mutant.Mutants;
import dev.weir.consistency.subject.SinkUnderTest;
import dev.weir.consistency.suite.SuiteResult;
import dev.weir.consistency.suite.VerificationOptions;
import dev.weir.consistency.suite.VerificationProgress;
import java.util.List;
import org.slf4j.LoggerFactory;

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
        // Its jobs fail on purpose, hundreds of times, each with a stack trace; -Dweir.log=WARN shows them.
        Logger log = (Logger) LoggerFactory.getLogger("dev.weir");
        Level before = log.getLevel();
        if (System.getProperty("weir.log") == null) {
            log.setLevel(Level.OFF);
        }
        try {
            return Verification.ofMutant(name, options, progress);
        } finally {
            log.setLevel(before);
        }
    }
}
