package dev.weir.consistency.contract;

import dev.weir.consistency.history.Anomaly;
import dev.weir.sink.DeliveryStrategy;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One rule of a port.
 *
 * @param number for ever the same; a rule that is given up leaves a gap
 * @param sentence what holds
 * @param strategies those whose ports it is about
 * @param anomaly what a job would suffer if it did not hold
 */
record Rule(
        int number, Kind kind, String sentence, Set<DeliveryStrategy> strategies, Anomaly anomaly, Attempt attempt) {
    /** How much a rule asks for. */
    enum Kind {
        /** A job needs it. */
        REQUIRED,
        /** It is good to have, or not every destination can give it. */
        OPTIONAL,
        /** Required, but only tried by chance: that it is kept once is no proof. */
        STOCHASTIC
    }

    /** Tries to break the rule. */
    interface Attempt {
        /**
         * Returns if the rule was kept.
         *
         * @throws BrokenRule if it was not
         * @throws Exception whatever the sink throws, which breaks the rule too
         */
        void run(Stage stage) throws Exception;
    }

    /** The rule was not kept. */
    static final class BrokenRule extends Exception {
        @java.io.Serial
        private static final long serialVersionUID = 1L;

        private final String reason;

        BrokenRule(String reason) {
            super(reason);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }

    /** The destination cannot show whether it was kept. */
    static final class NotApplicable extends Exception {
        @java.io.Serial
        private static final long serialVersionUID = 1L;

        NotApplicable(String message) {
            super(message);
        }
    }

    /** For example {@code WEIR-07 a commit repeated is AlreadyCommitted}. */
    String title() {
        return String.format(Locale.ROOT, "WEIR-%02d %s", number, sentence);
    }

    /** All, by number. */
    static List<Rule> all() {
        return Stream.of(SinkRules.all(), LedgerRules.all(), TransactionRules.all(), WriterRules.all())
                .flatMap(List::stream)
                .toList();
    }
}
