package dev.weir.consistency.checker;

import dev.weir.consistency.history.Anomaly;
import dev.weir.consistency.history.Event.End;
import java.util.List;
import java.util.stream.Stream;

/** Where attempts start from, whether they get on, and what they leave behind. */
final class JobCases {
    private JobCases() {}

    static Stream<Case> all() {
        return Stream.of(inDoubt(), stuckReader(), stale(), sourceAhead(), livelock(), leak())
                .flatMap(List::stream);
    }

    private static List<Case> inDoubt() {
        return List.of(
                Case.good(
                        Anomaly.IN_DOUBT_LEAK,
                        "nothing is left",
                        Story.units().starts(1).smoothly(1).quiet().inDoubt().looked()),
                Case.bad(
                        Anomaly.IN_DOUBT_LEAK,
                        "a transaction is left",
                        Story.units()
                                .starts(1)
                                .smoothly(1)
                                .quiet()
                                .inDoubt("weir_1_0")
                                .looked()),
                Case.ambiguous(
                        Anomaly.IN_DOUBT_LEAK,
                        "a transaction is open while the job runs",
                        Story.units()
                                .starts(1)
                                .inDoubt("weir_1_0")
                                .smoothly(1)
                                .quiet()
                                .inDoubt()
                                .looked()),
                Case.ambiguous(
                        Anomaly.IN_DOUBT_LEAK,
                        "the server takes a moment to end it",
                        Story.units()
                                .starts(1)
                                .smoothly(1)
                                .quiet()
                                .inDoubt("weir_1_0")
                                .inDoubt()
                                .looked()),
                Case.ambiguous(
                        Anomaly.IN_DOUBT_LEAK,
                        "the job stopped with an error, and keeps the transaction for its next start",
                        Story.units()
                                .mayEndLoud()
                                .starts(1)
                                .firstHalf(1)
                                .fault("x")
                                .ends(1, End.FAILED)
                                .quiet()
                                .inDoubt("weir_1_0")
                                .looked()));
    }

    private static List<Case> stuckReader() {
        return List.of(
                Case.good(
                        Anomaly.STUCK_READER,
                        "nobody waits",
                        Story.units().starts(1).smoothly(1).quiet().looked()),
                Case.bad(
                        Anomaly.STUCK_READER,
                        "a reader still waits when all is quiet",
                        Story.units()
                                .starts(1)
                                .readerBlocked(true)
                                .smoothly(1)
                                .quiet()
                                .looked()),
                Case.ambiguous(
                        Anomaly.STUCK_READER,
                        "a reader waits until a transaction is committed",
                        Story.units()
                                .starts(1)
                                .readerBlocked(true)
                                .firstHalf(1)
                                .readerBlocked(false)
                                .secondHalf(1)
                                .finished(1)
                                .quiet()
                                .looked()));
    }

    private static List<Case> stale() {
        return List.of(
                Case.good(
                        Anomaly.STALE_RESTORE,
                        "an attempt starts from the newest checkpoint",
                        Story.units()
                                .starts(1)
                                .firstHalf(1)
                                .secondHalf(1)
                                .killed(1)
                                .restarts(2, 2)
                                .finished(2)),
                Case.bad(
                        Anomaly.STALE_RESTORE,
                        "an attempt starts from the one before",
                        Story.units()
                                .starts(1)
                                .firstHalf(1)
                                .secondHalf(1)
                                .killed(1)
                                .restarts(2, 1)),
                Case.bad(
                        Anomaly.STALE_RESTORE,
                        "an attempt starts fresh",
                        Story.units().starts(1).firstHalf(1).killed(1).starts(2)),
                Case.ambiguous(
                        Anomaly.STALE_RESTORE,
                        "the disk forgot the newest checkpoint, and the job stops and says so",
                        Story.units()
                                .mayEndLoud()
                                .starts(1)
                                .firstHalf(1)
                                .secondHalf(1)
                                .fault("lying fsync")
                                .killed(1)
                                .restarts(2, 1)
                                .ends(2, End.FAILED)
                                .looked()));
    }

    private static List<Case> sourceAhead() {
        return List.of(
                Case.good(
                        Anomaly.SOURCE_AHEAD_OF_CHECKPOINT,
                        "the source goes on where the checkpoint ends",
                        Story.units()
                                .starts(1)
                                .firstHalf(1)
                                .killed(1)
                                .restarts(2, 1)
                                .secondHalf(2)
                                .finished(2)),
                Case.bad(
                        Anomaly.SOURCE_AHEAD_OF_CHECKPOINT,
                        "the source goes on further ahead",
                        Story.units().starts(1).firstHalf(1).killed(1).starts(2, 1, 4, 6)),
                Case.bad(
                        Anomaly.SOURCE_AHEAD_OF_CHECKPOINT,
                        "a fresh start does not begin at the beginning",
                        Story.units().starts(1, 0, 3, 0)),
                Case.ambiguous(
                        Anomaly.SOURCE_AHEAD_OF_CHECKPOINT,
                        "nobody saw the checkpoint that the attempt names",
                        Story.units()
                                .starts(4, 1, 4, 4)
                                .firstHalf(4)
                                .secondHalf(4)
                                .finished(4)));
    }

    private static List<Case> livelock() {
        return List.of(
                Case.good(
                        Anomaly.LIVELOCK,
                        "each attempt comes a little further",
                        failing(Story.units().starts(1).firstHalf(1), 2, 5, false)
                                .restarts(7, 1)
                                .secondHalf(7)
                                .finished(7)),
                Case.bad(
                        Anomaly.LIVELOCK,
                        "attempt after attempt fails at the same place",
                        failing(Story.units().starts(1).firstHalf(1), 2, 30, false)),
                Case.ambiguous(
                        Anomaly.LIVELOCK,
                        "each attempt is hit by another fault",
                        failing(Story.units().starts(1).firstHalf(1), 2, 30, true)
                                .restarts(32, 1)
                                .secondHalf(32)
                                .finished(32)),
                Case.ambiguous(
                        Anomaly.LIVELOCK,
                        "attempt after attempt fails while the server is down",
                        failing(Story.units().starts(1).firstHalf(1).outage(true), 2, 30, false)
                                .outage(false)
                                .restarts(32, 1)
                                .secondHalf(32)
                                .finished(32)));
    }

    private static Story failing(Story story, long first, int count, boolean byFaults) {
        for (long attempt = first; attempt < first + count; attempt++) {
            story.restarts(attempt, 1);
            if (byFaults) {
                story.fault("crash " + attempt);
            }
            story.ends(attempt, End.FAILED);
        }
        return story;
    }

    private static List<Case> leak() {
        return List.of(
                Case.good(
                        Anomaly.LEAK,
                        "few threads",
                        Story.units().starts(1).smoothly(1).counts("threads", 3, 10)),
                Case.bad(
                        Anomaly.LEAK,
                        "a row for each attempt",
                        Story.units().starts(1).smoothly(1).counts("rows of the ledger", 11, 10)),
                Case.ambiguous(
                        Anomaly.LEAK,
                        "just as many as there may be",
                        Story.units().starts(1).smoothly(1).counts("threads", 10, 10)));
    }
}
