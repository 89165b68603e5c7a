package dev.weir.consistency.mutant;

import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.job.ModelInput;
import dev.weir.consistency.job.ModelSource;
import dev.weir.consistency.model.Mistake;
import dev.weir.consistency.simulation.Mutation;
import dev.weir.sink.SinkWriter;
import dev.weir.source.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Mistakes of writers without units, and of sources. */
final class WriterMutants {
    private WriterMutants() {}

    static List<Mutant> all() {
        return List.of(
                Mutant.of(
                        "version-guard-missing",
                        Ground.DATABASE_LATEST,
                        Ground.DATABASE_LATEST.with(Mistake.NO_VERSION_GUARD),
                        "An older value is written over a newer one."),
                Mutant.of(
                        "version-guard-missing-in-script",
                        Ground.KEY_VALUE_LATEST,
                        Ground.KEY_VALUE_LATEST.with(Mistake.NO_VERSION_GUARD),
                        "A key is set without a look at its version."),
                Mutant.of(
                        "key-with-attempt",
                        Ground.DATABASE_RECORDS,
                        Ground.DATABASE_RECORDS.with(Mistake.KEY_WITH_ATTEMPT),
                        "The key of a record holds the number of the attempt that wrote it."),
                Mutant.of(
                        "no-flush",
                        Ground.DATABASE_PLAIN,
                        Ground.DATABASE_PLAIN.with(Mistake.NO_FLUSH),
                        "Records that wait in the client are not sent at the barrier."),
                Mutant.of(
                        "no-flush-idempotent",
                        Ground.DATABASE_RECORDS,
                        Ground.DATABASE_RECORDS.with(Mistake.NO_FLUSH),
                        "Records that wait in the client of an idempotent sink are not sent at the barrier."),
                Mutant.of(
                        "flush-before-replies",
                        Ground.DATABASE_PLAIN,
                        RelayedSink.writer(EarlyFlush::new),
                        "A flush returns while what was written since the last one is still on its way."),
                Mutant.of(
                        "write-failure-swallowed",
                        Ground.DATABASE_RECORDS,
                        RelayedSink.writer(Swallowing::new),
                        "A failed write is logged and forgotten."),
                Mutant.of(
                        "bulk-item-errors-ignored",
                        Ground.BULK_RECORDS,
                        Ground.BULK_RECORDS.with(Mistake.ITEM_ERRORS_IGNORED),
                        "The reply to a bulk request is not searched for items that failed."),
                Mutant.of(
                        "bulk-retries-not-awaited",
                        Ground.BULK_RECORDS,
                        Ground.BULK_RECORDS.with(Mistake.RETRIES_NOT_AWAITED),
                        "The barrier does not wait for items that are to be sent again."),
                Mutant.of(
                        "bulk-sent-again-as-a-whole",
                        Ground.BULK_RECORDS,
                        Ground.BULK_RECORDS.with(Mistake.WHOLE_BATCH_AGAIN),
                        "A bulk request of which one item failed is sent again as a whole, under ids that the index gives."),
                Mutant.of(
                        "offset-before-emit",
                        Ground.DATABASE_LOG,
                        positions(1),
                        "The source's position is moved before the record is emitted."),
                Mutant.of(
                        "offset-behind-emit",
                        Ground.DATABASE_LOG,
                        positions(-1),
                        "The source's position is one record behind what it has emitted."));
    }

    private static Mutation positions(int shift) {
        return new Mutation() {
            @Override
            public Source<ModelInput, ?> source(Source<ModelInput, ?> real) {
                return shifted(real, shift);
            }
        };
    }

    @SuppressWarnings("unchecked") // the model job's source is a ModelSource
    private static Source<ModelInput, ?> shifted(Source<ModelInput, ?> real, int shift) {
        UnaryOperator<List<ModelSource.Partition>> positions = splits -> {
            List<ModelSource.Partition> moved = new ArrayList<>();
            for (ModelSource.Partition split : splits) {
                long next = split.next() + shift;
                boolean inside =
                        next >= 0 && next <= ((ModelSource) real).workload().recordsPerPartition();
                moved.add(new ModelSource.Partition(split.number(), inside ? next : split.next(), split.epoch()));
            }
            return moved;
        };
        return new RelayedSource<>((Source<ModelInput, ModelSource.Partition>) real, positions);
    }

    /** Sends at a flush what was written before the last one. */
    @SuppressWarnings("try") // close() may be interrupted like any other call
    private static final class EarlyFlush extends RelayedWriter {
        private List<OutputRecord> underWay = new ArrayList<>();
        private List<OutputRecord> written = new ArrayList<>();

        EarlyFlush(SinkWriter<OutputRecord> real) {
            super(real);
        }

        @Override
        public void write(OutputRecord value, long timestamp) {
            written.add(value);
        }

        @Override
        public void flush() throws Exception {
            for (OutputRecord record : underWay) {
                real.write(record, 0);
            }
            real.flush();
            underWay = written;
            written = new ArrayList<>();
        }
    }

    @SuppressWarnings("try") // close() may be interrupted like any other call
    private static final class Swallowing extends RelayedWriter {
        Swallowing(SinkWriter<OutputRecord> real) {
            super(real);
        }

        @Override
        public void write(OutputRecord value, long timestamp) {
            try {
                real.write(value, timestamp);
            } catch (Exception e) {
                return;
            }
        }

        @Override
        public void flush() {
            try {
                real.flush();
            } catch (Exception e) {
                return;
            }
        }
    }
}
