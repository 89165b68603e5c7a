package dev.weir.consistency.checker;

import static dev.weir.consistency.checker.Story.record;
import static dev.weir.consistency.checker.Story.wrote;

import dev.weir.consistency.history.Anomaly;
import dev.weir.consistency.history.Event.End;
import dev.weir.consistency.history.Promise;
import java.util.List;
import java.util.stream.Stream;

/** How often each output is there. */
final class PresenceCases {
    private static final String AUDIT = "audit";

    private PresenceCases() {}

    static Stream<Case> all() {
        return Stream.of(loss(), rescale(), duplicate(), partial(), late(), tear())
                .flatMap(List::stream);
    }

    private static List<Case> loss() {
        return List.of(
                Case.good(
                        Anomaly.LOSS,
                        "everything is there",
                        Story.units().starts(1).smoothly(1)),
                Case.bad(
                        Anomaly.LOSS,
                        "one output is missing after the end",
                        Story.units()
                                .starts(1)
                                .firstHalf(1)
                                .completes(1, 2, 8, 8)
                                .sees(wrote(1, 1, 0, 4, 7))
                                .sees(wrote(1, 1, 1, 4, 8))
                                .finished(1)),
                Case.bad(
                        Anomaly.LOSS,
                        "a flushed record is missing though its checkpoint is complete",
                        Story.of(Promise.AT_LEAST_ONCE)
                                .starts(1)
                                .completes(1, 1, 4, 4)
                                .begins()
                                .sees(wrote(1, 0, 0, 0, 3))
                                .sees(wrote(1, 0, 1, 0, 4))
                                .looked()),
                Case.bad(
                        Anomaly.LOSS,
                        "a key never came as far as its checkpoint",
                        Story.of(Promise.LATEST_BY_KEY)
                                .starts(1)
                                .completes(1, 1, 1, 0)
                                .begins()
                                .looked()),
                Case.ambiguous(
                        Anomaly.LOSS,
                        "the checkpoint is newer than the look",
                        Story.of(Promise.AT_LEAST_ONCE)
                                .starts(1)
                                .begins()
                                .completes(1, 1, 4, 4)
                                .sees(wrote(1, 0, 0, 0, 3))
                                .looked()
                                .begins()
                                .sees(wrote(1, 0, 0, 3, 4))
                                .sees(wrote(1, 0, 1, 0, 4))
                                .looked()
                                .secondHalf(1)
                                .finished(1)),
                Case.ambiguous(
                        Anomaly.LOSS,
                        "the job stopped with an error in time",
                        Story.units()
                                .mayEndLoud()
                                .starts(1)
                                .firstHalf(1)
                                .fault("x")
                                .ends(1, End.FAILED)
                                .looked()),
                Case.ambiguous(
                        Anomaly.LOSS,
                        "nobody looked after the end",
                        Story.units()
                                .starts(1)
                                .firstHalf(1)
                                .completes(1, 2, 8, 8)
                                .ends(1, End.FINISHED)));
    }

    private static List<Case> rescale() {
        return List.of(
                Case.good(
                        Anomaly.RESCALE_LOSS,
                        "units of the checkpoint are committed by fewer subtasks",
                        Story.units()
                                .starts(1)
                                .completes(1, 1, 4, 4)
                                .killed(1)
                                .parallelism(1)
                                .restarts(2, 1)
                                .sees(wrote(1, 0, 0, 0, 4))
                                .sees(wrote(1, 0, 1, 0, 4))
                                .looked()
                                .secondHalf(2)
                                .finished(2)),
                Case.bad(
                        Anomaly.RESCALE_LOSS,
                        "nobody commits the unit of a shard that no subtask fills any more",
                        Story.units()
                                .starts(1)
                                .completes(1, 1, 4, 4)
                                .killed(1)
                                .parallelism(1)
                                .restarts(2, 1)
                                .sees(wrote(1, 0, 0, 0, 4))
                                .looked()
                                .secondHalf(2)
                                .finished(2)),
                Case.bad(
                        Anomaly.RESCALE_LOSS,
                        "nobody reads a partition on",
                        Story.units()
                                .starts(1)
                                .firstHalf(1)
                                .killed(1)
                                .parallelism(3)
                                .restarts(2, 1)
                                .completes(2, 2, 8, 8)
                                .sees(wrote(2, 1, 0, 4, 8))
                                .looked()
                                .finished(2)),
                Case.ambiguous(
                        Anomaly.RESCALE_LOSS,
                        "a unit is late while the parallelism changes",
                        Story.units()
                                .starts(1)
                                .completes(1, 1, 4, 4)
                                .sees(wrote(1, 0, 0, 0, 4))
                                .looked()
                                .killed(1)
                                .parallelism(1)
                                .restarts(2, 1)
                                .looked()
                                .sees(wrote(1, 0, 1, 0, 4))
                                .looked()
                                .secondHalf(2)
                                .finished(2)));
    }

    private static List<Case> duplicate() {
        return List.of(
                Case.good(
                        Anomaly.DUPLICATE,
                        "a restart commits what is pending once",
                        Story.units()
                                .starts(1)
                                .completes(1, 1, 4, 4)
                                .killed(1)
                                .restarts(2, 1)
                                .sees(wrote(1, 0, 0, 0, 4))
                                .sees(wrote(1, 0, 1, 0, 4))
                                .looked()
                                .secondHalf(2)
                                .finished(2)),
                Case.bad(
                        Anomaly.DUPLICATE,
                        "a unit is applied twice",
                        Story.units()
                                .starts(1)
                                .firstHalf(1)
                                .sees(wrote(1, 0, 0, 0, 4))
                                .looked()
                                .secondHalf(1)
                                .finished(1)),
                Case.bad(
                        Anomaly.DUPLICATE,
                        "the next attempt writes what is there already",
                        Story.units()
                                .starts(1)
                                .firstHalf(1)
                                .killed(1)
                                .restarts(2, 1)
                                .sees(wrote(2, 1, 0, 3, 4))
                                .looked()
                                .secondHalf(2)
                                .finished(2)),
                Case.bad(
                        Anomaly.DUPLICATE,
                        "the key of a record has the attempt in it",
                        Story.of(Promise.EXACTLY_ONCE_RECORDS)
                                .starts(1)
                                .sees(wrote(1, 0, 0, 0, 4))
                                .looked()
                                .killed(1)
                                .starts(2)
                                .completes(2, 1, 8, 8)
                                .sees(wrote(2, 0, 0, 0, 8))
                                .sees(wrote(2, 0, 1, 0, 8))
                                .finished(2)),
                Case.bad(
                        Anomaly.DUPLICATE,
                        "a key has two records",
                        Story.of(Promise.LATEST_BY_KEY)
                                .starts(1)
                                .sees(record(1, 0, 0, 0))
                                .sees(record(2, 0, 0, 0))
                                .looked()),
                Case.ambiguous(
                        Anomaly.DUPLICATE,
                        "of one that promises at least once",
                        Story.of(Promise.AT_LEAST_ONCE)
                                .starts(1)
                                .firstHalf(1)
                                .sees(wrote(1, 1, 0, 4, 6))
                                .looked()
                                .killed(1)
                                .restarts(2, 1)
                                .secondHalf(2)
                                .finished(2)),
                Case.ambiguous(
                        Anomaly.DUPLICATE,
                        "overwritten by the same of a later attempt, the new one told first",
                        Story.of(Promise.EXACTLY_ONCE_RECORDS)
                                .starts(1)
                                .sees(wrote(1, 0, 0, 0, 4))
                                .looked()
                                .killed(1)
                                .starts(2)
                                .completes(2, 1, 8, 8)
                                .sees(wrote(2, 0, 0, 0, 8))
                                .loses(wrote(1, 0, 0, 0, 4))
                                .sees(wrote(2, 0, 1, 0, 8))
                                .finished(2)));
    }

    private static List<Case> partial() {
        return List.of(
                Case.good(
                        Anomaly.PARTIAL_BATCH_APPLIED_TWICE,
                        "a batch is applied once",
                        Story.units().starts(1).smoothly(1)),
                Case.bad(
                        Anomaly.PARTIAL_BATCH_APPLIED_TWICE,
                        "the first two of a unit are there twice",
                        Story.units()
                                .starts(1)
                                .completes(1, 1, 4, 4)
                                .sees(wrote(1, 0, 0, 0, 2))
                                .sees(wrote(1, 0, 0, 0, 4))
                                .sees(wrote(1, 0, 1, 0, 4))
                                .looked()
                                .secondHalf(1)
                                .finished(1)),
                Case.ambiguous(
                        Anomaly.PARTIAL_BATCH_APPLIED_TWICE,
                        "a part comes again by a later attempt, of one that overwrites",
                        Story.of(Promise.EXACTLY_ONCE_RECORDS)
                                .starts(1)
                                .sees(wrote(1, 0, 0, 0, 4))
                                .looked()
                                .killed(1)
                                .starts(2)
                                .loses(wrote(1, 0, 0, 0, 2))
                                .sees(wrote(2, 0, 0, 0, 2))
                                .looked()
                                .completes(2, 1, 8, 8)
                                .loses(wrote(1, 0, 0, 2, 4))
                                .sees(wrote(2, 0, 0, 2, 8))
                                .sees(wrote(2, 0, 1, 0, 8))
                                .finished(2)));
    }

    private static List<Case> late() {
        return List.of(
                Case.good(
                        Anomaly.LATE_DUPLICATE,
                        "nothing comes after the end",
                        Story.units().starts(1).smoothly(1).quiet().looked().looked()),
                Case.bad(
                        Anomaly.LATE_DUPLICATE,
                        "a unit is applied again when all is quiet",
                        Story.units()
                                .starts(1)
                                .smoothly(1)
                                .quiet()
                                .looked()
                                .sees(wrote(1, 1, 0, 4, 8))
                                .looked()),
                Case.ambiguous(
                        Anomaly.LATE_DUPLICATE,
                        "of one that promises at least once",
                        Story.of(Promise.AT_LEAST_ONCE)
                                .starts(1)
                                .smoothly(1)
                                .quiet()
                                .looked()
                                .sees(wrote(1, 1, 0, 4, 8))
                                .looked()),
                Case.ambiguous(
                        Anomaly.LATE_DUPLICATE,
                        "a look goes on when the history ends",
                        Story.units().starts(1).smoothly(1).quiet().looked().sees(wrote(1, 1, 0, 4, 8))));
    }

    private static List<Case> tear() {
        return List.of(
                Case.good(
                        Anomaly.CROSS_SINK_TEAR,
                        "both sinks have everything",
                        both().in(Story.OUT).looked().in(AUDIT).looked()),
                Case.bad(
                        Anomaly.CROSS_SINK_TEAR,
                        "the second unit came to one sink only",
                        Story.units()
                                .and(AUDIT, Promise.EXACTLY_ONCE_UNITS)
                                .starts(1)
                                .firstHalf(1)
                                .secondHalf(1)
                                .in(AUDIT)
                                .firstHalf(1)
                                .ends(1, End.FINISHED)
                                .looked()
                                .in(Story.OUT)
                                .looked()),
                Case.ambiguous(
                        Anomaly.CROSS_SINK_TEAR,
                        "one sink is ahead for a while",
                        Story.units()
                                .and(AUDIT, Promise.EXACTLY_ONCE_UNITS)
                                .starts(1)
                                .firstHalf(1)
                                .secondHalf(1)
                                .in(AUDIT)
                                .looked()
                                .firstHalf(1)
                                .secondHalf(1)
                                .ends(1, End.FINISHED)
                                .looked()
                                .in(Story.OUT)
                                .looked()));
    }

    private static Story both() {
        return Story.units()
                .and(AUDIT, Promise.EXACTLY_ONCE_UNITS)
                .starts(1)
                .firstHalf(1)
                .secondHalf(1)
                .in(AUDIT)
                .firstHalf(1)
                .secondHalf(1)
                .ends(1, End.FINISHED);
    }
}
