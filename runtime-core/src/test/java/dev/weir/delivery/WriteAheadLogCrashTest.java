package dev.weir.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.delivery.ModelDestination.Trouble;
import dev.weir.fault.FaultInjector;
import dev.weir.fault.Label;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A crash at every line of the protocol, and a second one during the recovery from it. */
final class WriteAheadLogCrashTest {
    private static final List<Label> LABELS = List.of(
            Label.SEGMENT_BEFORE_APPEND,
            Label.SEGMENT_BEFORE_FSYNC,
            Label.SEGMENT_AFTER_FSYNC,
            Label.COMMIT_BEFORE_APPLY,
            Label.COMMIT_AFTER_LEDGER,
            Label.COMMIT_AFTER_RECORDS,
            Label.COMMIT_AFTER_COMMIT,
            Label.COMMIT_BEFORE_RECORDED,
            Label.IN_DOUBT_BEFORE_LOOKUP);
    private static final int RECORDS = 14;

    @ParameterizedTest
    @EnumSource(
            names = {
                "SEGMENT_BEFORE_APPEND",
                "SEGMENT_BEFORE_FSYNC",
                "SEGMENT_AFTER_FSYNC",
                "COMMIT_BEFORE_APPLY",
                "COMMIT_AFTER_LEDGER",
                "COMMIT_AFTER_RECORDS",
                "COMMIT_AFTER_COMMIT",
                "COMMIT_BEFORE_RECORDED",
                "IN_DOUBT_BEFORE_LOOKUP"
            })
    void deliversExactlyOnceWhicheverLineACrashHits(Label label) {
        int occurrence = 0;
        boolean hit = true;
        while (hit) {
            occurrence++;
            CrashPoint crash = new CrashPoint(label, occurrence);
            ModelDestination destination = new ModelDestination();
            run(destination, List.of(crash));
            assertExactlyOnce(destination, label + " " + occurrence);
            hit = crash.wasHit();
        }
        assertThat(occurrence).as("crashes at %s", label).isGreaterThan(2);
    }

    @Test
    void deliversExactlyOnceWhenTheRecoveryCrashesToo() {
        for (Label first : LABELS) {
            for (Label second : LABELS) {
                for (int occurrence = 1; occurrence <= 3; occurrence++) {
                    ModelDestination destination = new ModelDestination();
                    run(destination, List.of(new CrashPoint(first, 2), new CrashPoint(second, occurrence)));
                    assertExactlyOnce(destination, first + ", then " + second + " " + occurrence);
                }
            }
        }
    }

    /** The test of this test: the same crashes show in a destination that is not atomic. */
    @Test
    void seesDuplicatesOfADestinationThatIsNotAtomic() {
        ModelDestination destination = new ModelDestination();
        destination.forgetAtomicity();
        run(destination, List.of(new CrashPoint(Label.COMMIT_AFTER_RECORDS, 1)));

        assertThat(destination.rows()).hasSizeGreaterThan(RECORDS);
    }

    private static void assertExactlyOnce(ModelDestination destination, String crash) {
        assertThat(destination.rows())
                .as(crash)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, RECORDS).mapToObj(i -> "r" + i).toList());
        for (int shard = 0; shard < 2; shard++) {
            assertThat(destination.rows(shard))
                    .as("%s, order of shard %s", crash, shard)
                    .isSortedAccordingTo((a, b) -> Integer.compare(numberOf(a), numberOf(b)));
        }
    }

    private static int numberOf(String record) {
        return Integer.parseInt(record.substring(1));
    }

    /** All records through several attempts, of which the first ones crash. */
    private static void run(ModelDestination destination, List<CrashPoint> crashes) {
        ModelJob job = new ModelJob(destination).parallelism(2);
        destination.meets(
                Trouble.REQUEST_LOST, Trouble.REPLY_LOST, Trouble.BUSY, Trouble.REPLY_LOST, Trouble.REQUEST_LOST);
        for (CrashPoint crash : crashes) {
            job.faults(crash);
            if (runAttempt(job)) {
                return;
            }
        }
        job.faults(FaultInjector.NONE);
        assertThat(runAttempt(job)).isTrue();
    }

    private static boolean runAttempt(ModelJob job) {
        try {
            ModelJob.Attempt attempt = job.start();
            for (int step = 0; attempt.sourcePosition() < RECORDS || step < 5; step++) {
                attempt.write(Math.min(3, RECORDS - attempt.sourcePosition()));
                oneBarrier(attempt, step);
            }
            attempt.checkpoint();
            return true;
        } catch (CrashPoint.Crash e) {
            return false;
        }
    }

    /** Checkpoints that are given up, that pile up, and that go as they should. */
    private static void oneBarrier(ModelJob.Attempt attempt, int step) {
        switch (step) {
            case 0 -> attempt.seal();
            case 1 -> attempt.checkpoint();
            case 2 -> attempt.tell(attempt.complete(attempt.seal()));
            case 3 -> {
                attempt.complete(attempt.seal());
                attempt.drain();
            }
            default -> attempt.checkpoint();
        }
    }
}
