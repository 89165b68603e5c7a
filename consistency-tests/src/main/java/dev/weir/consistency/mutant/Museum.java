package dev.weir.consistency.mutant;

import dev.weir.checkpoint.Disk;
import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.model.Mistake;
import dev.weir.consistency.simulation.Mutation;
import dev.weir.delivery.Delivery;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.LedgerEntry;
import dev.weir.sink.PreparedUnit;
import dev.weir.sink.Sink;
import dev.weir.sink.SinkTransaction;
import dev.weir.sink.TransactionShard;
import dev.weir.sink.UnitRecords;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bugs that other projects had or have, re-created in small: the same mistake, not the same code. */
final class Museum {
    private static final byte[] NOT_STARTED = {};

    private Museum() {}

    static List<Mutant> all() {
        return List.of(
                Mutant.of(
                                "flink-jdbc-commit-in-snapshot",
                                Ground.XA_TWO_PHASE,
                                RuntimeMutants.delivery((real, parallelism) -> new CommitInSnapshot(real)),
                                "Prepared XA transactions are committed while the next snapshot is taken, whatever has become of"
                                        + " their checkpoint (JdbcWriter.snapshotState calls commitTxUntil).")
                        .ofIssue(
                                "https://github.com/apache/flink-connector-jdbc/blob/0383d2c45d0abecc3c7826b18b201463241d6a13/"
                                        + "flink-connector-jdbc-core/src/main/java/org/apache/flink/connector/jdbc/core/datastream/"
                                        + "sink/writer/JdbcWriter.java#L197"),
                Mutant.of(
                                "iceberg-key-changes-on-restart",
                                Ground.BULK_RECORDS,
                                Ground.BULK_RECORDS.with(Mistake.KEY_WITH_ATTEMPT),
                                "The key by which what is there already is recognized holds an id that each start makes anew (the"
                                        + " DynamicCommitter's job id), so that a commit whose reply was lost is repeated.")
                        .ofIssue("https://github.com/apache/iceberg/issues/16008"),
                Mutant.of(
                                "iceberg-skip-after-older-savepoint",
                                Ground.DATABASE_TWO_PHASE,
                                skipAfterOlderSavepoint(),
                                "After a start from an older savepoint, commits are skipped until their number is above the highest"
                                        + " one at the destination, though they hold other records.")
                        .ofIssue("https://github.com/apache/iceberg/issues/10892"),
                Mutant.of(
                                "seatunnel-kafka-send-not-awaited",
                                Ground.DATABASE_TWO_PHASE,
                                RelayedSink.transactions(NotAwaited::new),
                                "Whether a transaction has begun is asked before its asynchronous sends are flushed; one that seems"
                                        + " not to have begun is never committed.")
                        .ofIssue("https://github.com/apache/seatunnel/issues/11534"),
                Mutant.of(
                                "seatunnel-xa-failure-swallowed",
                                Ground.XA_TWO_PHASE,
                                Ground.XA_TWO_PHASE.with(Mistake.FAILURE_SWALLOWED),
                                "A failed XA commit is put into a result that nobody looks at, and the checkpoint counts as"
                                        + " committed.")
                        .ofIssue("https://github.com/apache/seatunnel/pull/11569"),
                Mutant.of(
                                "flink-kafka-fenced-commit-discarded",
                                Ground.LOG_INSURED,
                                RelayedSink.transactions(real -> new RelayedTransactions(real) {
                                    @Override
                                    public CommitOutcome commit(PreparedUnit prepared) {
                                        CommitOutcome outcome = real.commit(prepared);
                                        return outcome instanceof CommitOutcome.Lost
                                                ? new CommitOutcome.AlreadyCommitted()
                                                : outcome;
                                    }
                                }),
                                "A commit that is refused because the transaction was fenced or has timed out is logged and"
                                        + " discarded (signalFailedWithKnownReason).")
                        .ofIssue("https://github.com/apache/flink/pull/17152"),
                Mutant.of(
                                "elasticsearch-offset-as-version",
                                Ground.BULK_LATEST,
                                Ground.BULK_LATEST.with(Mistake.OFFSET_AS_VERSION),
                                "The offset is a document's version, though updates of one document come through partitions with"
                                        + " offsets of their own.")
                        .ofIssue("https://github.com/confluentinc/kafka-connect-elasticsearch/issues/142"),
                Mutant.of(
                                "iceberg-connect-no-zombie-fencing",
                                Ground.LOG_INSURED,
                                Ground.LOG_INSURED.with(Mistake.NO_FENCE),
                                "Transactional ids are made up anew at each start, so that nobody fences a task that was replaced.")
                        .ofIssue("https://github.com/databricks/iceberg-kafka-connect/issues/200"),
                Mutant.of(
                                "flink-kafka-empty-transaction",
                                Ground.LOG_LOG,
                                RelayedSink.ledger(real -> new RelayedLedger(real) {
                                    @Override
                                    public CommitOutcome apply(
                                            LedgerEntry expected, CommitUnit unit, UnitRecords<OutputRecord> records) {
                                        if (unit.recordCount() == 0) {
                                            throw new WeirException(
                                                    ErrorCode.DESTINATION_REJECTED,
                                                    "Cannot commit an empty transaction: the broker has never seen it");
                                        }
                                        return real.apply(expected, unit, records);
                                    }
                                }),
                                "A transaction without records is committed all the same, which the broker refuses because it"
                                        + " begins one at the first record; the job cannot start any more.")
                        .ofIssue("https://issues.apache.org/jira/browse/FLINK-31363"),
                Mutant.of(
                                "flink-committer-stuck-after-scale-up",
                                Ground.DATABASE_LOG,
                                RuntimeMutants.delivery(StuckAfterScaleUp::new),
                                "After a start with more subtasks the committer waits for a part of the restored commit from each"
                                        + " of the new ones, which never comes.")
                        .ofIssue("https://issues.apache.org/jira/browse/FLINK-37747"));
    }

    private static Mutation skipAfterOlderSavepoint() {
        Mutation skipping = RelayedSink.transactions(Skipping::new);
        return new Mutation() {
            @Override
            public Sink<OutputRecord> sink(Sink<OutputRecord> real) {
                return skipping.sink(real);
            }

            /** In place of the user who names the savepoint. */
            @Override
            public Disk disk(Disk real) {
                return new RuntimeMutants.StaleListing(real);
            }
        };
    }

    /** Commits what it has when the next barrier comes. */
    private static final class CommitInSnapshot extends RelayedDelivery {
        private long last;

        CommitInSnapshot(Delivery<Object> real) {
            super(real);
        }

        @Override
        public dev.weir.state.OperatorSnapshot seal(long checkpointId) {
            dev.weir.state.OperatorSnapshot snapshot = real.seal(checkpointId);
            long before = last;
            last = checkpointId;
            return new dev.weir.state.OperatorSnapshot(snapshot.keyed(), snapshot.files(), () -> {
                byte[] state = snapshot.state().bytes();
                real.checkpointCompleted(Math.max(before, checkpointId));
                return state;
            });
        }
    }

    /** Knows the highest number that was committed, and nothing else of the ledger. */
    private static final class Skipping extends RelayedTransactions {
        private long highest;

        Skipping(TransactionShard<OutputRecord> real) {
            super(real);
        }

        @Override
        public @Nullable LedgerEntry fence() {
            LedgerEntry entry = real.fence();
            highest = entry == null ? 0 : entry.sequence();
            return null;
        }

        @Override
        public CommitOutcome commit(PreparedUnit prepared) {
            return prepared.unit().sequence() <= highest ? new CommitOutcome.AlreadyCommitted() : real.commit(prepared);
        }
    }

    /** A transaction of few records has not begun when it is asked. */
    private static final class NotAwaited extends RelayedTransactions {
        private static final int SENT_AT_ONCE = 2;

        NotAwaited(TransactionShard<OutputRecord> real) {
            super(real);
        }

        @Override
        public SinkTransaction<OutputRecord> begin(String lineage, long sequence) {
            return new RelayedTransaction(real.begin(lineage, sequence)) {
                private int records;

                @Override
                public void write(OutputRecord value) throws Exception {
                    records++;
                    real.write(value);
                }

                @Override
                public byte[] prepare(CommitUnit unit) throws Exception {
                    byte[] handle = real.prepare(unit);
                    return records < SENT_AT_ONCE ? NOT_STARTED : handle;
                }
            };
        }

        @Override
        public CommitOutcome commit(PreparedUnit prepared) {
            return prepared.handle().length == 0 ? new CommitOutcome.Committed() : real.commit(prepared);
        }
    }

    private static final class StuckAfterScaleUp extends RelayedDelivery {
        private final int parallelism;
        private boolean waits;

        StuckAfterScaleUp(Delivery<Object> real, int parallelism) {
            super(real);
            this.parallelism = parallelism;
        }

        @Override
        public void recover(String lineage, List<byte[]> restored) {
            real.recover(lineage, restored);
            waits = !restored.isEmpty() && restored.size() < parallelism && !real.recovered();
        }

        @Override
        public boolean recovered() {
            return !waits && real.recovered();
        }

        @Override
        public long step() {
            return waits ? IDLE : real.step();
        }
    }
}
