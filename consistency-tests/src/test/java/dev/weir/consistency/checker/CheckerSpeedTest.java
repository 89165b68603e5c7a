package dev.weir.consistency.checker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.consistency.history.Conclusion;
import dev.weir.consistency.history.Event;
import dev.weir.consistency.history.Expectation;
import dev.weir.consistency.history.Expectation.RequiredEnd;
import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.history.Positions;
import dev.weir.consistency.history.Promise;
import dev.weir.consistency.history.Verdict;
import dev.weir.consistency.history.Workload;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CheckerSpeedTest {
    private static final Workload WORKLOAD = new Workload(11, 8, 250_000, 1000);
    private static final int PER_EPOCH = 2_000;
    private static final int ROUNDS = 3;
    private static final double LEAST_PER_SECOND = 1e6;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @EnumSource(value = Promise.class, names = "LATEST_BY_KEY", mode = EnumSource.Mode.EXCLUDE)
    void readsAMillionObservationsASecond(Promise promise) {
        double best = 0;
        for (int round = 0; round < ROUNDS; round++) {
            best = Math.max(best, rate(promise));
        }

        System.out.printf("checker, %s: %.1f million observations/s%n", promise, best / 1e6);

        assertThat(best).isGreaterThan(LEAST_PER_SECOND);
    }

    /** Of the checker alone, by its thread's time: making the events is the reader's work. */
    private double rate(Promise promise) {
        HistoryChecker checker = HistoryChecker.of(new Expectation(
                WORKLOAD, List.of(new Expectation.SinkPromise("out", promise)), RequiredEnd.FINISHED, List.of()));
        Outputs outputs = new Outputs();
        List<Event> epoch = new ArrayList<>();
        epoch.add(new Event.AttemptStarted(0, 1, 0, Positions.start(WORKLOAD.partitions()), 2));
        long nanos = 0;
        long events = 0;
        for (int from = 0; from < WORKLOAD.recordsPerPartition(); from += PER_EPOCH) {
            long next = from + PER_EPOCH;
            epoch.add(new Event.CheckpointCompleted(
                    next, 1, next / PER_EPOCH, new Positions(Collections.nCopies(WORKLOAD.partitions(), next))));
            epoch.add(new Event.LookBegan(next, "out"));
            outputs.addEpoch(epoch, from);
            epoch.add(new Event.LookEnded(next, "out"));
            events += epoch.size();
            nanos += read(checker, epoch);
            epoch.clear();
        }
        epoch.add(new Event.AttemptEnded(0, 1, Event.End.FINISHED, ""));
        epoch.add(new Event.LookEnded(0, "out"));
        nanos += read(checker, epoch);
        long start = threads.getCurrentThreadCpuTime();
        Conclusion conclusion = checker.conclude();
        nanos += threads.getCurrentThreadCpuTime() - start;
        assertThat(conclusion.verdict()).as(conclusion.toString()).isEqualTo(Verdict.PASS);
        return events * 1e9 / nanos;
    }

    private long read(HistoryChecker checker, List<Event> events) {
        long start = threads.getCurrentThreadCpuTime();
        events.forEach(checker::accept);
        return threads.getCurrentThreadCpuTime() - start;
    }

    /** The right outputs, partitions taken in turn as a reader of a table would meet them. */
    private static final class Outputs {
        private final int keys = WORKLOAD.partitions() * WORKLOAD.keysPerPartition();
        private final long[] sequences = new long[keys];
        private final long[] hashes = new long[keys];

        Outputs() {
            for (int key = 0; key < keys; key++) {
                hashes[key] = WORKLOAD.firstHash(key);
            }
        }

        void addEpoch(List<Event> events, int from) {
            for (int offset = from; offset < from + PER_EPOCH; offset++) {
                for (int partition = 0; partition < WORKLOAD.partitions(); partition++) {
                    int key = (int) WORKLOAD.keyOf(partition, offset);
                    hashes[key] = Workload.nextHash(hashes[key], offset);
                    OutputRecord record = new OutputRecord(
                            partition, offset, key, ++sequences[key], hashes[key], key & 1, 1, offset / PER_EPOCH);
                    events.add(new Event.Appeared(offset, "out", record));
                }
            }
        }
    }
}
