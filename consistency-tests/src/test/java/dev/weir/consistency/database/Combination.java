package dev.weir.consistency.database;

import dev.weir.fault.Label;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.testbed.DatabaseServer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A database and a strategy. */
record Combination(Database database, DeliveryStrategy strategy) {
    enum Database {
        POSTGRESQL {
            @Override
            DatabaseServer start() {
                return DatabaseServer.postgres();
            }
        },
        MYSQL {
            @Override
            DatabaseServer start() {
                return DatabaseServer.mySql();
            }
        },
        MARIADB {
            @Override
            DatabaseServer start() {
                return DatabaseServer.mariaDb();
            }
        };

        abstract DatabaseServer start();
    }

    private static final Set<Label> OF_SEGMENTS = EnumSet.of(Label.SEGMENT_BEFORE_FSYNC, Label.SEGMENT_AFTER_FSYNC);
    private static final Set<Label> OF_TRANSACTIONS =
            EnumSet.of(Label.PREPARE_BEFORE, Label.PREPARE_AFTER, Label.ABORT_BEFORE);
    private static final Set<Label> OF_UNITS = EnumSet.of(
            Label.SEGMENT_BEFORE_APPEND,
            Label.COMMIT_AFTER_LEDGER,
            Label.COMMIT_AFTER_RECORDS,
            Label.COMMIT_AFTER_COMMIT,
            Label.COMMIT_BEFORE_RECORDED);
    /** They need a lost reply or a long chain of state files, which other tests make. */
    private static final Set<Label> ELSEWHERE = EnumSet.of(Label.IN_DOUBT_BEFORE_LOOKUP, Label.MERGE_AFTER_WRITE);

    /** All, or those whose name the system property {@code weir.combinations} matches. */
    static List<Combination> all() {
        String wanted = System.getProperty("weir.combinations", ".*");
        List<Combination> all = new ArrayList<>();
        for (Database database : Database.values()) {
            for (DeliveryStrategy strategy : DeliveryStrategy.values()) {
                if (strategy != DeliveryStrategy.AT_LEAST_ONCE) {
                    all.add(new Combination(database, strategy));
                }
            }
        }
        all.removeIf(combination -> !combination.toString().matches(wanted));
        return all;
    }

    /** Where a process that delivers like this can crash. */
    List<Label> labels() {
        Set<Label> labels = EnumSet.complementOf(EnumSet.copyOf(ELSEWHERE));
        switch (strategy) {
            case WRITE_AHEAD_LOG -> labels.removeAll(OF_TRANSACTIONS);
            // Their entry goes with the transaction.
            case TWO_PHASE_INSURED -> labels.remove(Label.COMMIT_AFTER_LEDGER);
            case TWO_PHASE -> {
                labels.remove(Label.COMMIT_AFTER_LEDGER);
                labels.removeAll(OF_SEGMENTS);
            }
            case IDEMPOTENT, AT_LEAST_ONCE -> {
                labels.removeAll(OF_TRANSACTIONS);
                labels.removeAll(OF_SEGMENTS);
                labels.removeAll(OF_UNITS);
            }
        }
        return List.copyOf(labels);
    }

    @Override
    public String toString() {
        return database + " " + strategy;
    }
}
