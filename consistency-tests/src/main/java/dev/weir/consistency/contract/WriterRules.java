package dev.weir.consistency.contract;

import dev.weir.consistency.contract.Rule.Kind;
import dev.weir.consistency.contract.Rule.NotApplicable;
import dev.weir.consistency.history.Anomaly;
import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.history.Promise;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.sink.SinkWriter;
import dev.weir.time.Timestamps;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rules of {@link SinkWriter}. */
final class WriterRules {
    private static final Set<DeliveryStrategy> WRITING =
            EnumSet.of(DeliveryStrategy.IDEMPOTENT, DeliveryStrategy.AT_LEAST_ONCE);
    private static final Set<DeliveryStrategy> IDEMPOTENT = EnumSet.of(DeliveryStrategy.IDEMPOTENT);

    private WriterRules() {}

    static List<Rule> all() {
        return List.of(
                new Rule(
                        60,
                        Kind.REQUIRED,
                        "what is flushed is there",
                        WRITING,
                        Anomaly.LOSS,
                        WriterRules::flushedIsThere),
                new Rule(
                        61,
                        Kind.REQUIRED,
                        "a flush without records is no error",
                        WRITING,
                        Anomaly.LIVELOCK,
                        WriterRules::emptyFlush),
                new Rule(
                        62,
                        Kind.REQUIRED,
                        "a record written again changes nothing",
                        IDEMPOTENT,
                        Anomaly.DUPLICATE,
                        WriterRules::writtenAgain),
                new Rule(
                        63,
                        Kind.REQUIRED,
                        "an older value never overwrites a newer one",
                        IDEMPOTENT,
                        Anomaly.REGRESSION,
                        WriterRules::olderNeverOverwrites),
                new Rule(
                        64,
                        Kind.REQUIRED,
                        "two writers may write the same at once",
                        IDEMPOTENT,
                        Anomaly.DUPLICATE,
                        WriterRules::twoWriters),
                new Rule(
                        65,
                        Kind.REQUIRED,
                        "a writer may be closed twice",
                        WRITING,
                        Anomaly.LEAK,
                        WriterRules::closesTwice),
                new Rule(
                        66,
                        Kind.REQUIRED,
                        "a closed writer leaves no thread",
                        WRITING,
                        Anomaly.LEAK,
                        WriterRules::leavesNoThread));
    }

    private static void write(SinkWriter<OutputRecord> writer, List<OutputRecord> records) throws Exception {
        for (OutputRecord record : records) {
            writer.write(record, Timestamps.NONE);
        }
    }

    /** What is to be there of these, in the order in which they were written. */
    private static List<OutputRecord> kept(Stage stage, List<OutputRecord> records) {
        if (stage.promise() != Promise.LATEST_BY_KEY) {
            return records;
        }
        Map<Long, OutputRecord> latest = new LinkedHashMap<>();
        records.forEach(record -> latest.put(record.key(), record));
        return List.copyOf(latest.values());
    }

    /** The same outputs whoever wrote them: an overwritten record has the stamp of either. */
    private static void expectOutputs(Stage stage, List<OutputRecord> expected, String when) throws Exception {
        List<OutputRecord> seen = new ArrayList<>();
        stage.visible().forEach(record -> seen.add(record.unstamped()));
        List<OutputRecord> missing = new ArrayList<>();
        for (OutputRecord record : expected) {
            if (!seen.remove(record.unstamped())) {
                missing.add(record);
            }
        }
        stage.expect(
                missing.isEmpty() && seen.isEmpty(),
                when + " the outputs of offsets " + Trace.offsets(missing) + " are missing, and those of "
                        + Trace.offsets(seen) + " are there beyond what was to be there");
    }

    private static void flushedIsThere(Stage stage) throws Exception {
        SinkWriter<OutputRecord> writer = stage.writer(1);
        write(writer, stage.records(1, 0, 30));
        writer.flush();
        expectOutputs(stage, kept(stage, stage.records(1, 0, 30)), "after the first flush");
        write(writer, stage.records(1, 30, 35));
        writer.flush();
        writer.close();
        expectOutputs(stage, kept(stage, stage.records(1, 0, 35)), "after the second flush");
    }

    private static void emptyFlush(Stage stage) throws Exception {
        SinkWriter<OutputRecord> writer = stage.writer(1);
        writer.flush();
        writer.flush();
        stage.expectVisible(List.of(), "after flushes without records");
    }

    private static void writtenAgain(Stage stage) throws Exception {
        SinkWriter<OutputRecord> first = stage.writer(1);
        write(first, stage.records(1, 0, 5));
        first.flush();
        write(first, stage.records(1, 3, 5));
        first.flush();
        first.close();
        SinkWriter<OutputRecord> second = stage.writer(2);
        write(second, stage.records(2, 0, 8));
        second.flush();
        expectOutputs(stage, kept(stage, stage.records(1, 0, 8)), "after a replay");
    }

    private static void olderNeverOverwrites(Stage stage) throws Exception {
        if (stage.promise() != Promise.LATEST_BY_KEY) {
            throw new NotApplicable("each record has a key of its own, under which only equal values are written");
        }
        SinkWriter<OutputRecord> newer = stage.writer(2);
        write(newer, stage.records(2, 0, 9));
        newer.flush();
        SinkWriter<OutputRecord> older = stage.writer(1);
        write(older, stage.records(1, 0, 5));
        older.flush();
        expectOutputs(stage, kept(stage, stage.records(2, 0, 9)), "after an older attempt wrote older values");
    }

    private static void twoWriters(Stage stage) throws Exception {
        SinkWriter<OutputRecord> first = stage.writer(1);
        SinkWriter<OutputRecord> second = stage.writer(2);
        write(first, stage.records(1, 0, 5));
        first.flush();
        write(second, stage.records(2, 0, 5));
        write(first, stage.records(1, 5, 6));
        second.flush();
        first.flush();
        expectOutputs(stage, kept(stage, stage.records(1, 0, 6)), "after both flushed");
    }

    private static void closesTwice(Stage stage) throws Exception {
        SinkWriter<OutputRecord> writer = stage.writer(1);
        write(writer, stage.records(1, 0, 3));
        writer.flush();
        writer.close();
        writer.close();
        expectOutputs(stage, kept(stage, stage.records(1, 0, 3)), "after the writer was closed");
    }

    private static void leavesNoThread(Stage stage) throws Exception {
        Threads before = Threads.now();
        SinkWriter<OutputRecord> writer = stage.writer(1);
        write(writer, stage.records(1, 0, 3));
        writer.flush();
        writer.close();
        before.expectNoMore();
    }
}
