package dev.weir.cli.demo;

import dev.weir.examples.orders.Revenue;
import dev.weir.jdbc.JdbcSink;
import dev.weir.sink.Sink;
import dev.weir.sink.SupportsWriter;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is wrong with the sink on purpose. */
enum Breakage {
    /** Nothing: the sink that users get. */
    NONE(""),
    /** A unit is applied in one transaction, and its ledger entry is written in a second one: units get doubled. */
    LEDGER("ledger") {
        @Override
        Sink<Revenue> on(JdbcSink<Revenue> sound, TransactionGap gap) {
            return new TwoTransactionSink(sound, gap, TwoTransactionSink.Order.DATA_FIRST);
        }
    },
    /** The same with the ledger entry first: units get lost. */
    LEDGER_FIRST("ledger-first") {
        @Override
        Sink<Revenue> on(JdbcSink<Revenue> sound, TransactionGap gap) {
            return new TwoTransactionSink(sound, gap, TwoTransactionSink.Order.LEDGER_FIRST);
        }
    },
    /** The topic is written at least once: results are seen before their checkpoint, and get doubled. */
    AT_LEAST_ONCE("at-least-once") {
        @Override
        <T> Sink<T> onTopic(SupportsWriter<T> sound, TransactionGap gap) {
            return new EarlySink<>(sound, gap);
        }
    };

    private final String option;

    Breakage(String option) {
        this.option = option;
    }

    /** The one of this name on the command line. */
    static Optional<Breakage> byOption(String option) {
        return Arrays.stream(values())
                .filter(breakage -> breakage != NONE && breakage.option.equals(option))
                .findFirst();
    }

    Sink<Revenue> on(JdbcSink<Revenue> sound, TransactionGap gap) {
        return sound;
    }

    <T> Sink<T> onTopic(SupportsWriter<T> sound, TransactionGap gap) {
        return sound;
    }

    /** Whether the job says when it is in the moment at which a kill does the damage. */
    boolean hasGap() {
        return this != NONE;
    }

    /** Whether it breaks what only that demo has. */
    boolean needsKafka() {
        return this == AT_LEAST_ONCE;
    }

    /** As on the command line. */
    static String options() {
        return Arrays.stream(values())
                .filter(breakage -> breakage != NONE)
                .map(Breakage::toString)
                .collect(Collectors.joining(", "));
    }

    /** As on the command line. */
    @Override
    public String toString() {
        return option;
    }
}
