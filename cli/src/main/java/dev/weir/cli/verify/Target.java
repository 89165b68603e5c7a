package dev.weir.cli.verify;

import dev.weir.consistency.subject.SinkUnderTest;
import dev.weir.consistency.suite.SuiteResult;
import dev.weir.consistency.suite.VerificationOptions;
import dev.weir.consistency.suite.VerificationProgress;
import dev.weir.sink.DeliveryStrategy;
import java.util.List;

/** What is to be verified. */
sealed interface Target {
    /** What it can be verified by, the usual one first. */
    List<DeliveryStrategy> strategies();

    SuiteResult verify(Suite suite, VerificationOptions options, VerificationProgress progress)
            throws InterruptedException;

    /** A sink of Weir, or of the user. */
    record OfSink(SinkUnderTest sink, List<DeliveryStrategy> strategies) implements Target {
        public OfSink {
            strategies = List.copyOf(strategies);
        }

        @Override
        public SuiteResult verify(Suite suite, VerificationOptions options, VerificationProgress progress)
                throws InterruptedException {
            return suite.verifySink(sink, options, progress);
        }
    }

    /** Something broken on purpose; it brings the strategy that it breaks. */
    record OfMutant(String name) implements Target {
        @Override
        public List<DeliveryStrategy> strategies() {
            return List.of();
        }

        @Override
        public SuiteResult verify(Suite suite, VerificationOptions options, VerificationProgress progress)
                throws InterruptedException {
            return suite.verifyMutant(name, options, progress);
        }
    }
}
