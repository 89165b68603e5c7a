package dev.weir.cli.demo;

import dev.weir.examples.orders.Revenue;
import dev.weir.jdbc.JdbcSink;
import dev.weir.sink.Sink;
import java.util.Arrays;
import java.util.Optional;

/** What is wrong with the sink on purpose. */
enum Breakage {
    /** Nothing: the sink that users get. */
    NONE("") {
        @Override
        Sink<Revenue> on(JdbcSink<Revenue> sound, TransactionGap gap) {
            return sound;
        }
    },
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

    abstract Sink<Revenue> on(JdbcSink<Revenue> sound, TransactionGap gap);

    /** As on the command line. */
    @Override
    public String toString() {
        return option;
    }
}
