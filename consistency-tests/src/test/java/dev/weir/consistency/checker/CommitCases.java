package dev.weir.consistency.checker;

import static dev.weir.consistency.checker.Story.unit;
import static dev.weir.consistency.checker.Story.wrote;

import dev.weir.consistency.history.Anomaly;
import dev.weir.consistency.history.Event.End;
import dev.weir.consistency.history.Promise;
import java.util.List;
import java.util.stream.Stream;

/** When units become visible, in which order, and by whom. */
final class CommitCases {
    private CommitCases() {}

    static Stream<Case> all() {
        return Stream.of(
                        early(),
                        premature(),
                        aborted(),
                        torn(),
                        hole(),
                        zombieWrite(),
                        hijacked(),
                        zombieAbort(),
                        acknowledgedLoss())
                .flatMap(List::stream);
    }

    private static List<Case> early() {
        return List.of(
                Case.good(
                        Anomaly.EARLY_VISIBILITY,
                        "each unit after its checkpoint",
                        Story.units().starts(1).smoothly(1)),
                Case.bad(
                        Anomaly.EARLY_VISIBILITY,
                        "a unit is visible when it is prepared",
                        Story.units()
                                .starts(1)
                                .firstHalf(1)
                                .sees(wrote(1, 1, 0, 4, 8))
                                .looked()),
                Case.ambiguous(
                        Anomaly.EARLY_VISIBILITY,
                        "of one that writes early",
                        Story.of(Promise.EXACTLY_ONCE_RECORDS)
                                .starts(1)
                                .sees(wrote(1, 0, 0, 0, 8))
                                .sees(wrote(1, 0, 1, 0, 8))
                                .looked()
                                .completes(1, 1, 8, 8)
                                .finished(1)),
                Case.ambiguous(
                        Anomaly.EARLY_VISIBILITY,
                        "the checkpoint was found after the look and is told before it",
                        Story.units()
                                .starts(1)
                                .begins()
                                .firstHalf(1)
                                .begins()
                                .secondHalf(1)
                                .finished(1)));
    }

    private static List<Case> premature() {
        return List.of(
                Case.good(
                        Anomaly.PREMATURE_COMMIT,
                        "each unit is committed after its checkpoint",
                        Story.units()
                                .starts(1)
                                .prepared("t1", 1, unit(1, 1, 4, 4))
                                .firstHalf(1)
                                .committed("t1", 1, 1)
                                .acknowledged(0, 1, unit(1, 1, 4, 4))
                                .secondHalf(1)
                                .acknowledged(0, 1, unit(2, 2, 4, 8))
                                .finished(1)),
                Case.bad(
                        Anomaly.PREMATURE_COMMIT,
                        "the port confirms a unit before its checkpoint",
                        Story.units().starts(1).firstHalf(1).acknowledged(0, 1, unit(2, 2, 4, 8))),
                Case.bad(
                        Anomaly.PREMATURE_COMMIT,
                        "a transaction is committed before its checkpoint",
                        Story.units()
                                .starts(1)
                                .prepared("t1", 1, unit(1, 1, 4, 4))
                                .committed("t1", 1, 1)),
                Case.bad(
                        Anomaly.PREMATURE_COMMIT,
                        "the ledger shows a prepared unit before its checkpoint",
                        Story.units()
                                .starts(1)
                                .prepared("t1", 1, unit(1, 1, 0, 0))
                                .ledger(0, 1, 1, 0)
                                .looked()),
                Case.ambiguous(
                        Anomaly.PREMATURE_COMMIT,
                        "the unit's checkpoint was given up and the next one takes it along",
                        Story.units()
                                .starts(1)
                                .completes(1, 2, 8, 8)
                                .acknowledged(0, 1, unit(1, 1, 4, 4))
                                .acknowledged(0, 1, unit(2, 2, 4, 8))
                                .sees(wrote(1, 0, 0, 0, 4))
                                .sees(wrote(1, 1, 0, 4, 8))
                                .sees(wrote(1, 0, 1, 0, 8))
                                .finished(1)),
                Case.ambiguous(
                        Anomaly.PREMATURE_COMMIT,
                        "a successor commits what its checkpoint holds",
                        Story.units()
                                .starts(1)
                                .prepared("t1", 1, unit(1, 1, 4, 4))
                                .completes(1, 1, 4, 4)
                                .killed(1)
                                .restarts(2, 1)
                                .committed("t1", 1, 2)
                                .acknowledged(0, 2, unit(1, 1, 4, 4))
                                .sees(wrote(1, 0, 0, 0, 4))
                                .sees(wrote(1, 0, 1, 0, 4))
                                .looked()
                                .secondHalf(2)
                                .finished(2)));
    }

    private static List<Case> aborted() {
        return List.of(
                Case.good(
                        Anomaly.ABORTED_READ,
                        "nothing goes away",
                        Story.units().starts(1).smoothly(1)),
                Case.bad(
                        Anomaly.ABORTED_READ,
                        "a unit is rolled back after it was visible",
                        Story.units()
                                .starts(1)
                                .firstHalf(1)
                                .loses(wrote(1, 0, 0, 0, 4))
                                .looked()),
                Case.bad(
                        Anomaly.ABORTED_READ,
                        "a unit is replaced by the next attempt's",
                        Story.units()
                                .starts(1)
                                .firstHalf(1)
                                .killed(1)
                                .starts(2, 1, 4, 4)
                                .loses(wrote(1, 0, 0, 0, 4))
                                .sees(wrote(2, 0, 0, 0, 4))
                                .looked()),
                Case.ambiguous(
                        Anomaly.ABORTED_READ,
                        "a record is overwritten by the same of a later attempt",
                        Story.of(Promise.EXACTLY_ONCE_RECORDS)
                                .starts(1)
                                .sees(wrote(1, 0, 0, 0, 4))
                                .looked()
                                .killed(1)
                                .starts(2)
                                .loses(wrote(1, 0, 0, 0, 4))
                                .sees(wrote(2, 0, 0, 0, 8))
                                .sees(wrote(2, 0, 1, 0, 8))
                                .looked()
                                .completes(2, 1, 8, 8)
                                .finished(2)),
                Case.ambiguous(
                        Anomaly.ABORTED_READ,
                        "the destination forgot, and the job stops and says so",
                        Story.units()
                                .mayEndLoud()
                                .starts(1)
                                .firstHalf(1)
                                .fault("rows forgotten")
                                .loses(wrote(1, 0, 0, 0, 4))
                                .looked()
                                .ends(1, End.FAILED)
                                .looked()));
    }

    private static List<Case> torn() {
        return List.of(
                Case.good(
                        Anomaly.TORN_UNIT,
                        "records and ledger change together",
                        Story.units()
                                .starts(1)
                                .completes(1, 1, 4, 4)
                                .sees(wrote(1, 0, 0, 0, 4))
                                .sees(wrote(1, 0, 1, 0, 4))
                                .ledger(0, 1, 1, 4)
                                .ledger(1, 1, 1, 4)
                                .looked()
                                .secondHalf(1)
                                .ledger(0, 1, 2, 8)
                                .ledger(1, 1, 2, 8)
                                .finished(1)),
                Case.bad(
                        Anomaly.TORN_UNIT,
                        "a unit appears in two looks",
                        Story.units()
                                .starts(1)
                                .completes(1, 1, 4, 4)
                                .sees(wrote(1, 0, 0, 0, 2))
                                .looked()
                                .sees(wrote(1, 0, 0, 2, 4))
                                .looked()),
                Case.bad(
                        Anomaly.TORN_UNIT,
                        "records are visible before their ledger entry",
                        Story.units()
                                .starts(1)
                                .completes(1, 1, 4, 4)
                                .sees(wrote(1, 0, 0, 0, 4))
                                .ledger(0, 1, 0, 0)
                                .looked()),
                Case.bad(
                        Anomaly.TORN_UNIT,
                        "a ledger entry is visible before its records",
                        Story.units()
                                .starts(1)
                                .completes(1, 1, 4, 4)
                                .ledger(0, 1, 1, 4)
                                .looked()
                                .sees(wrote(1, 0, 0, 0, 4))
                                .looked()),
                Case.ambiguous(
                        Anomaly.TORN_UNIT,
                        "two shards commit at different times",
                        Story.units()
                                .starts(1)
                                .completes(1, 1, 4, 4)
                                .sees(wrote(1, 0, 0, 0, 4))
                                .looked()
                                .sees(wrote(1, 0, 1, 0, 4))
                                .looked()
                                .secondHalf(1)
                                .finished(1)));
    }

    private static List<Case> hole() {
        return List.of(
                Case.good(
                        Anomaly.HOLE_OR_OUT_OF_ORDER_COMMIT,
                        "units are confirmed one after the other, one of them twice",
                        Story.units()
                                .starts(1)
                                .firstHalf(1)
                                .acknowledged(0, 1, unit(1, 1, 4, 4))
                                .acknowledged(0, 1, unit(1, 1, 4, 4))
                                .secondHalf(1)
                                .acknowledged(0, 1, unit(2, 2, 4, 8))
                                .finished(1)),
                Case.bad(
                        Anomaly.HOLE_OR_OUT_OF_ORDER_COMMIT,
                        "an attempt commits the second unit and then the first",
                        Story.units()
                                .starts(1)
                                .completes(1, 2, 8, 8)
                                .acknowledged(0, 1, unit(2, 2, 4, 8))
                                .acknowledged(0, 1, unit(1, 1, 4, 4))),
                Case.bad(
                        Anomaly.HOLE_OR_OUT_OF_ORDER_COMMIT,
                        "a number is used for two contents",
                        Story.units()
                                .starts(1)
                                .completes(1, 2, 8, 8)
                                .acknowledged(0, 1, unit(1, 1, 4, 4))
                                .acknowledged(0, 1, unit(1, 1, 3, 3))),
                Case.bad(
                        Anomaly.HOLE_OR_OUT_OF_ORDER_COMMIT,
                        "the first unit is left out",
                        Story.units()
                                .starts(1)
                                .completes(1, 2, 8, 8)
                                .sees(wrote(1, 1, 0, 4, 8))
                                .acknowledged(0, 1, unit(2, 2, 4, 8))
                                .looked()
                                .looked()),
                Case.bad(
                        Anomaly.HOLE_OR_OUT_OF_ORDER_COMMIT,
                        "the ledger passes over records",
                        Story.units()
                                .starts(1)
                                .completes(1, 2, 8, 8)
                                .sees(wrote(1, 1, 0, 4, 8))
                                .ledger(0, 1, 2, 8)
                                .looked()
                                .looked()),
                Case.ambiguous(
                        Anomaly.HOLE_OR_OUT_OF_ORDER_COMMIT,
                        "a reply was lost, so the ledger was asked and nothing was confirmed",
                        Story.units()
                                .starts(1)
                                .firstHalf(1)
                                .secondHalf(1)
                                .acknowledged(0, 1, unit(2, 2, 4, 8))
                                .finished(1)),
                Case.ambiguous(
                        Anomaly.HOLE_OR_OUT_OF_ORDER_COMMIT,
                        "a number was prepared, never committed, and given again to another content",
                        Story.units()
                                .starts(1)
                                .prepared("t1", 1, unit(1, 1, 3, 3))
                                .killed(1)
                                .starts(2)
                                .aborted("t1", 1, 2)
                                .firstHalf(2)
                                .acknowledged(0, 2, unit(1, 1, 4, 4))
                                .secondHalf(2)
                                .acknowledged(0, 2, unit(2, 2, 4, 8))
                                .finished(2)),
                Case.ambiguous(
                        Anomaly.HOLE_OR_OUT_OF_ORDER_COMMIT,
                        "the next attempt confirms older units again",
                        Story.units()
                                .starts(1)
                                .firstHalf(1)
                                .acknowledged(0, 1, unit(1, 1, 4, 4))
                                .completes(1, 2, 8, 8)
                                .sees(wrote(1, 1, 0, 4, 8))
                                .acknowledged(0, 1, unit(2, 2, 2, 6))
                                .acknowledged(0, 1, unit(3, 2, 2, 8))
                                .looked()
                                .killed(1)
                                .restarts(2, 2)
                                .acknowledged(0, 2, unit(1, 1, 4, 4))
                                .acknowledged(0, 2, unit(2, 2, 2, 6))
                                .acknowledged(0, 2, unit(3, 2, 2, 8))
                                .sees(wrote(1, 1, 1, 4, 8))
                                .finished(2)));
    }

    private static List<Case> zombieWrite() {
        return List.of(
                Case.good(
                        Anomaly.ZOMBIE_WRITE,
                        "a fenced attempt writes nothing any more",
                        Story.units()
                                .starts(1)
                                .firstHalf(1)
                                .ends(1, End.FROZEN)
                                .fenced(2)
                                .restarts(2, 1)
                                .secondHalf(2)
                                .finished(2)),
                Case.bad(
                        Anomaly.ZOMBIE_WRITE,
                        "a fenced attempt commits what its successor has committed too",
                        Story.units()
                                .starts(1)
                                .firstHalf(1)
                                .ends(1, End.FROZEN)
                                .fenced(2)
                                .restarts(2, 1)
                                .secondHalf(2)
                                .sees(wrote(1, 1, 0, 4, 8))
                                .looked()
                                .finished(2)),
                Case.bad(
                        Anomaly.ZOMBIE_WRITE,
                        "a fenced attempt is faster than its successor",
                        Story.units()
                                .starts(1)
                                .firstHalf(1)
                                .ends(1, End.FROZEN)
                                .fenced(2)
                                .restarts(2, 1)
                                .sees(wrote(1, 1, 0, 4, 8))
                                .looked()
                                .secondHalf(2)
                                .finished(2)),
                Case.ambiguous(
                        Anomaly.ZOMBIE_WRITE,
                        "an old attempt's unit appears late, by its successor, whose checkpoint holds it",
                        Story.units()
                                .starts(1)
                                .completes(1, 1, 4, 4)
                                .killed(1)
                                .fenced(2)
                                .restarts(2, 1)
                                .sees(wrote(1, 0, 0, 0, 4))
                                .sees(wrote(1, 0, 1, 0, 4))
                                .looked()
                                .secondHalf(2)
                                .finished(2)),
                Case.ambiguous(
                        Anomaly.ZOMBIE_WRITE,
                        "an old attempt overwrites with the same, of one that writes early",
                        Story.of(Promise.EXACTLY_ONCE_RECORDS)
                                .starts(1)
                                .fenced(2)
                                .starts(2)
                                .sees(wrote(2, 0, 0, 0, 8))
                                .sees(wrote(2, 0, 1, 0, 8))
                                .looked()
                                .loses(wrote(2, 0, 0, 0, 4))
                                .sees(wrote(1, 0, 0, 0, 4))
                                .looked()
                                .completes(2, 1, 8, 8)
                                .finished(2)));
    }

    private static List<Case> hijacked() {
        return List.of(
                Case.good(
                        Anomaly.HIJACKED_TRANSACTION,
                        "a successor aborts what no checkpoint holds and uses the name again",
                        Story.units()
                                .starts(1)
                                .prepared("t", 1, unit(1, 1, 4, 4))
                                .killed(1)
                                .aborted("t", 1, 2)
                                .starts(2)
                                .prepared("t", 2, unit(1, 1, 4, 4))
                                .firstHalf(2)
                                .committed("t", 2, 2)
                                .secondHalf(2)
                                .finished(2)),
                Case.bad(
                        Anomaly.HIJACKED_TRANSACTION,
                        "a successor commits what no checkpoint holds",
                        Story.units()
                                .starts(1)
                                .prepared("t", 1, unit(1, 1, 4, 4))
                                .killed(1)
                                .starts(2)
                                .committed("t", 1, 2)),
                Case.bad(
                        Anomaly.HIJACKED_TRANSACTION,
                        "an old attempt commits its successor's",
                        Story.units()
                                .starts(1)
                                .starts(2)
                                .prepared("t", 2, unit(1, 1, 4, 4))
                                .completes(2, 1, 4, 4)
                                .committed("t", 2, 1)),
                Case.bad(
                        Anomaly.HIJACKED_TRANSACTION,
                        "an attempt writes into a transaction that has not ended",
                        Story.units()
                                .starts(1)
                                .prepared("t", 1, unit(1, 1, 4, 4))
                                .killed(1)
                                .starts(2)
                                .prepared("t", 2, unit(1, 1, 4, 4))),
                Case.ambiguous(
                        Anomaly.HIJACKED_TRANSACTION,
                        "a successor commits what its checkpoint holds",
                        Story.units()
                                .starts(1)
                                .prepared("t", 1, unit(1, 1, 4, 4))
                                .completes(1, 1, 4, 4)
                                .killed(1)
                                .restarts(2, 1)
                                .committed("t", 1, 2)
                                .sees(wrote(1, 0, 0, 0, 4))
                                .sees(wrote(1, 0, 1, 0, 4))
                                .looked()
                                .secondHalf(2)
                                .finished(2)),
                Case.ambiguous(
                        Anomaly.HIJACKED_TRANSACTION,
                        "nobody said which unit is in it",
                        Story.units()
                                .starts(1)
                                .prepared("t", 1, null)
                                .killed(1)
                                .starts(2)
                                .committed("t", 1, 2)
                                .firstHalf(2)
                                .secondHalf(2)
                                .finished(2)));
    }

    private static List<Case> zombieAbort() {
        return List.of(
                Case.good(
                        Anomaly.ZOMBIE_ABORT,
                        "an attempt aborts its predecessor's",
                        Story.units()
                                .starts(1)
                                .prepared("t", 1, unit(1, 1, 4, 4))
                                .killed(1)
                                .aborted("t", 1, 2)
                                .starts(2)
                                .smoothly(2)),
                Case.bad(
                        Anomaly.ZOMBIE_ABORT,
                        "an old attempt wakes up and aborts its successor's",
                        Story.units()
                                .starts(1)
                                .ends(1, End.FROZEN)
                                .fenced(2)
                                .starts(2)
                                .prepared("t", 2, unit(1, 1, 4, 4))
                                .aborted("t", 2, 1)),
                Case.ambiguous(
                        Anomaly.ZOMBIE_ABORT,
                        "the destination aborts on its own",
                        Story.units()
                                .starts(1)
                                .prepared("t", 1, unit(1, 1, 4, 4))
                                .aborted("t", 1, 0)
                                .smoothly(1)));
    }

    private static List<Case> acknowledgedLoss() {
        return List.of(
                Case.good(
                        Anomaly.SILENT_ACKNOWLEDGED_LOSS,
                        "what is confirmed is there",
                        Story.units()
                                .starts(1)
                                .firstHalf(1)
                                .acknowledged(0, 1, unit(1, 1, 4, 4))
                                .begins()
                                .looked()
                                .secondHalf(1)
                                .finished(1)),
                Case.bad(
                        Anomaly.SILENT_ACKNOWLEDGED_LOSS,
                        "a confirmed unit is not there",
                        Story.units()
                                .starts(1)
                                .completes(1, 1, 4, 4)
                                .acknowledged(0, 1, unit(1, 1, 4, 4))
                                .begins()
                                .looked()),
                Case.bad(
                        Anomaly.SILENT_ACKNOWLEDGED_LOSS,
                        "a half of a confirmed unit is not there at the end",
                        Story.units()
                                .starts(1)
                                .completes(1, 1, 4, 0)
                                .sees(wrote(1, 0, 0, 0, 2))
                                .acknowledged(0, 1, unit(1, 1, 4, 4))
                                .ends(1, End.KILLED)
                                .looked()),
                Case.ambiguous(
                        Anomaly.SILENT_ACKNOWLEDGED_LOSS,
                        "the reply and the attempt's end may be newer than the look",
                        Story.units()
                                .starts(1)
                                .completes(1, 1, 4, 4)
                                .begins()
                                .acknowledged(0, 1, unit(1, 1, 4, 4))
                                .ends(1, End.KILLED)
                                .looked()
                                .begins()
                                .sees(wrote(1, 0, 0, 0, 4))
                                .sees(wrote(1, 0, 1, 0, 4))
                                .looked()
                                .restarts(2, 1)
                                .secondHalf(2)
                                .finished(2)),
                Case.ambiguous(
                        Anomaly.SILENT_ACKNOWLEDGED_LOSS,
                        "the reply may be newer than the look",
                        Story.units()
                                .starts(1)
                                .completes(1, 1, 4, 4)
                                .begins()
                                .acknowledged(0, 1, unit(1, 1, 4, 4))
                                .looked()
                                .begins()
                                .sees(wrote(1, 0, 0, 0, 4))
                                .sees(wrote(1, 0, 1, 0, 4))
                                .looked()
                                .secondHalf(1)
                                .finished(1)));
    }
}
