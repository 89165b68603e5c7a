package dev.weir.consistency.checker;

import static dev.weir.consistency.checker.Story.given;
import static dev.weir.consistency.checker.Story.inputsOfKeyBefore;
import static dev.weir.consistency.checker.Story.record;
import static dev.weir.consistency.checker.Story.wrote;

import dev.weir.consistency.history.Anomaly;
import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.history.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What is in the records: state, order of inputs, garbage. */
final class ContentCases {
    private ContentCases() {}

    static Stream<Case> all() {
        return Stream.of(phantom(), lost(), doubled(), divergent(), order(), regression())
                .flatMap(List::stream);
    }

    /** All of the first half but that one input gives this instead. */
    private static Story with(Promise promise, OutputRecord instead) {
        Story story = Story.of(promise).starts(1).completes(1, 1, 8, 8);
        for (int partition = 0; partition < 2; partition++) {
            for (OutputRecord right : wrote(1, 0, partition, 0, 8)) {
                boolean same = right.partition() == instead.partition() && right.offset() == instead.offset();
                story.sees(same ? instead : right);
            }
        }
        return story.looked().finished(1);
    }

    /** The first offset of partition 0 that has so many inputs of its key before it. */
    private static int offsetWith(int before) {
        for (int offset = 0; offset < 8; offset++) {
            if (inputsOfKeyBefore(0, offset).size() == before) {
                return offset;
            }
        }
        throw new IllegalStateException("the workload has no such input");
    }

    private static List<Case> phantom() {
        OutputRecord right = record(1, 0, 0, 3);
        OutputRecord garbage = new OutputRecord(0, 3, right.key(), right.sequence(), 42, 0, 1, 0);
        OutputRecord beyond = new OutputRecord(0, 8, right.key(), 1, 42, 0, 1, 0);
        OutputRecord foreign = new OutputRecord(9, 0, 9, 1, 42, 0, 1, 0);
        OutputRecord otherKey =
                new OutputRecord(0, 3, right.key() == 0 ? 2 : 0, right.sequence(), right.hash(), 0, 1, 0);
        return List.of(
                Case.good(
                        Anomaly.PHANTOM,
                        "every record is explained",
                        Story.units().starts(1).smoothly(1)),
                Case.bad(Anomaly.PHANTOM, "a hash that no inputs give", with(Promise.EXACTLY_ONCE_UNITS, garbage)),
                Case.bad(
                        Anomaly.PHANTOM,
                        "an offset behind the last",
                        Story.units()
                                .starts(1)
                                .firstHalf(1)
                                .secondHalf(1)
                                .sees(beyond)
                                .finished(1)),
                Case.bad(
                        Anomaly.PHANTOM,
                        "a partition that does not exist",
                        Story.units()
                                .starts(1)
                                .firstHalf(1)
                                .secondHalf(1)
                                .sees(foreign)
                                .finished(1)),
                Case.bad(
                        Anomaly.PHANTOM,
                        "another key than the input's",
                        Story.units()
                                .starts(1)
                                .firstHalf(1)
                                .secondHalf(1)
                                .sees(otherKey)
                                .finished(1)),
                Case.bad(
                        Anomaly.PHANTOM,
                        "a row that is no record",
                        Story.units()
                                .starts(1)
                                .firstHalf(1)
                                .secondHalf(1)
                                .finds("a row of zeros")
                                .finished(1)),
                Case.ambiguous(
                        Anomaly.PHANTOM,
                        "a record by an attempt whose start was never told: it died before it could tell",
                        Story.of(Promise.AT_LEAST_ONCE)
                                .starts(1)
                                .firstHalf(1)
                                .sees(wrote(2, 1, 0, 4, 6))
                                .looked()
                                .restarts(3, 1)
                                .secondHalf(3)
                                .finished(3)));
    }

    private static List<Case> lost() {
        int third = offsetWith(2);
        List<Integer> before = inputsOfKeyBefore(0, third);
        return List.of(
                Case.good(
                        Anomaly.LOST_STATE_UPDATE,
                        "state is restored with the positions",
                        Story.units()
                                .starts(1)
                                .firstHalf(1)
                                .killed(1)
                                .restarts(2, 1)
                                .secondHalf(2)
                                .finished(2)),
                Case.bad(
                        Anomaly.LOST_STATE_UPDATE,
                        "the state lacks the input before",
                        with(Promise.EXACTLY_ONCE_UNITS, given(1, 0, 0, third, before.subList(0, 1)))),
                Case.bad(
                        Anomaly.LOST_STATE_UPDATE,
                        "the state was empty",
                        with(Promise.EXACTLY_ONCE_RECORDS, given(1, 0, 0, third, List.of()))),
                Case.ambiguous(
                        Anomaly.LOST_STATE_UPDATE,
                        "numbers are low again because an attempt starts over",
                        Story.of(Promise.EXACTLY_ONCE_RECORDS)
                                .starts(1)
                                .sees(wrote(1, 0, 0, 0, 6))
                                .looked()
                                .killed(1)
                                .starts(2)
                                .completes(2, 1, 8, 8)
                                .loses(wrote(1, 0, 0, 0, 6))
                                .sees(wrote(2, 0, 0, 0, 8))
                                .sees(wrote(2, 0, 1, 0, 8))
                                .finished(2)));
    }

    private static List<Case> doubled() {
        int third = offsetWith(2);
        List<Integer> before = inputsOfKeyBefore(0, third);
        List<Integer> lastTwice = new ArrayList<>(before);
        lastTwice.add(before.get(1));
        List<Integer> bothTwice = new ArrayList<>(before);
        bothTwice.addAll(before);
        List<Integer> itselfTwice = new ArrayList<>(before);
        itselfTwice.add(third);
        return List.of(
                Case.good(
                        Anomaly.DOUBLED_STATE_UPDATE,
                        "replayed inputs meet the state of their checkpoint",
                        Story.of(Promise.AT_LEAST_ONCE)
                                .starts(1)
                                .firstHalf(1)
                                .sees(wrote(1, 1, 0, 4, 6))
                                .looked()
                                .killed(1)
                                .restarts(2, 1)
                                .secondHalf(2)
                                .finished(2)),
                Case.bad(
                        Anomaly.DOUBLED_STATE_UPDATE,
                        "the state has the input before twice",
                        with(Promise.EXACTLY_ONCE_UNITS, given(1, 0, 0, third, lastTwice))),
                Case.bad(
                        Anomaly.DOUBLED_STATE_UPDATE,
                        "the source was set back by two and the state was not",
                        with(Promise.EXACTLY_ONCE_RECORDS, given(1, 0, 0, third, bothTwice))),
                Case.bad(
                        Anomaly.DOUBLED_STATE_UPDATE,
                        "a replay counts its own input again",
                        with(Promise.AT_LEAST_ONCE, given(1, 0, 0, third, itselfTwice))),
                Case.ambiguous(
                        Anomaly.DOUBLED_STATE_UPDATE,
                        "the same number twice, once from each attempt",
                        Story.of(Promise.AT_LEAST_ONCE)
                                .starts(1)
                                .sees(wrote(1, 0, 0, 0, 8))
                                .looked()
                                .killed(1)
                                .starts(2)
                                .completes(2, 1, 8, 8)
                                .sees(wrote(2, 0, 0, 0, 8))
                                .sees(wrote(2, 0, 1, 0, 8))
                                .finished(2)));
    }

    private static List<Case> divergent() {
        OutputRecord right = record(1, 0, 0, 3);
        OutputRecord other = new OutputRecord(0, 3, right.key(), right.sequence(), 42, 0, 2, 0);
        return List.of(
                Case.good(
                        Anomaly.DIVERGENT_REPLAY,
                        "a replay gives the same",
                        Story.of(Promise.EXACTLY_ONCE_RECORDS)
                                .starts(1)
                                .sees(wrote(1, 0, 0, 0, 4))
                                .looked()
                                .killed(1)
                                .starts(2)
                                .completes(2, 1, 8, 8)
                                .loses(wrote(1, 0, 0, 0, 4))
                                .sees(wrote(2, 0, 0, 0, 8))
                                .sees(wrote(2, 0, 1, 0, 8))
                                .finished(2)),
                Case.bad(
                        Anomaly.DIVERGENT_REPLAY,
                        "a replay gives something else for an input that was right at first",
                        Story.of(Promise.AT_LEAST_ONCE)
                                .starts(1)
                                .sees(wrote(1, 0, 0, 0, 4))
                                .looked()
                                .killed(1)
                                .starts(2)
                                .completes(2, 1, 8, 8)
                                .sees(other)
                                .sees(wrote(2, 0, 0, 4, 8))
                                .sees(wrote(2, 0, 1, 0, 8))
                                .finished(2)),
                Case.bad(
                        Anomaly.DIVERGENT_REPLAY,
                        "only the replay is right",
                        Story.of(Promise.AT_LEAST_ONCE)
                                .starts(1)
                                .sees(other)
                                .looked()
                                .killed(1)
                                .starts(2)
                                .completes(2, 1, 8, 8)
                                .sees(wrote(2, 0, 0, 0, 8))
                                .sees(wrote(2, 0, 1, 0, 8))
                                .finished(2)),
                Case.ambiguous(
                        Anomaly.DIVERGENT_REPLAY,
                        "a replay cuts epochs differently",
                        Story.of(Promise.AT_LEAST_ONCE)
                                .starts(1)
                                .sees(wrote(1, 0, 0, 0, 4))
                                .looked()
                                .killed(1)
                                .starts(2)
                                .completes(2, 1, 8, 8)
                                .sees(wrote(2, 0, 0, 0, 2))
                                .sees(wrote(2, 1, 0, 2, 8))
                                .sees(wrote(2, 0, 1, 0, 8))
                                .finished(2)));
    }

    private static List<Case> order() {
        int second = offsetWith(1);
        int first = inputsOfKeyBefore(0, second).get(0);
        int third = offsetWith(2);
        List<Integer> swapped = List.of(second, first);
        return List.of(
                Case.good(
                        Anomaly.KEY_ORDER,
                        "units come one after the other",
                        Story.units().starts(1).smoothly(1)),
                Case.bad(
                        Anomaly.KEY_ORDER,
                        "the second unit of a shard is visible before the first",
                        Story.units()
                                .starts(1)
                                .completes(1, 1, 4, 4)
                                .completes(1, 2, 8, 8)
                                .sees(wrote(1, 1, 0, 4, 8))
                                .looked()
                                .sees(wrote(1, 0, 0, 0, 4))
                                .looked()),
                Case.bad(
                        Anomaly.KEY_ORDER,
                        "the state counts two inputs in the wrong order",
                        with(Promise.EXACTLY_ONCE_UNITS, given(1, 0, 0, third, swapped))),
                Case.bad(
                        Anomaly.KEY_ORDER,
                        "an input was processed after the next of its key",
                        with(Promise.EXACTLY_ONCE_UNITS, given(1, 0, 0, first, List.of(second)))),
                Case.ambiguous(
                        Anomaly.KEY_ORDER,
                        "a reader without an order finds the newer record first in one look",
                        Story.units()
                                .starts(1)
                                .completes(1, 2, 8, 8)
                                .sees(wrote(1, 1, 0, 4, 8))
                                .sees(wrote(1, 0, 0, 0, 4))
                                .sees(wrote(1, 0, 1, 0, 8))
                                .finished(1)),
                Case.ambiguous(
                        Anomaly.KEY_ORDER,
                        "a key that moved to another shard is ahead there for a moment",
                        Story.units()
                                .starts(1)
                                .completes(1, 1, 4, 4)
                                .completes(1, 2, 8, 8)
                                .sees(moved(wrote(1, 1, 0, 4, 8)))
                                .looked()
                                .sees(wrote(1, 0, 0, 0, 4))
                                .sees(wrote(1, 0, 1, 0, 8))
                                .finished(1)));
    }

    private static List<OutputRecord> moved(List<OutputRecord> records) {
        return records.stream()
                .map(r -> new OutputRecord(
                        r.partition(), r.offset(), r.key(), r.sequence(), r.hash(), 1, r.attempt(), r.epoch()))
                .toList();
    }

    private static List<Case> regression() {
        int third = offsetWith(2);
        int second = inputsOfKeyBefore(0, third).get(1);
        OutputRecord older = record(1, 0, 0, second);
        OutputRecord newer = record(1, 0, 0, third);
        return List.of(
                Case.good(
                        Anomaly.REGRESSION,
                        "a key goes forward only",
                        latestAtTheEnd(Story.of(Promise.LATEST_BY_KEY)
                                .starts(1)
                                .sees(older)
                                .looked()
                                .loses(List.of(older))
                                .sees(newer)
                                .looked()
                                .loses(List.of(newer)))),
                Case.bad(
                        Anomaly.REGRESSION,
                        "a replay overwrites a newer value",
                        Story.of(Promise.LATEST_BY_KEY)
                                .starts(1)
                                .sees(newer)
                                .looked()
                                .loses(List.of(newer))
                                .sees(record(2, 0, 0, second))
                                .looked()),
                Case.bad(
                        Anomaly.REGRESSION,
                        "a key is gone",
                        Story.of(Promise.LATEST_BY_KEY)
                                .starts(1)
                                .sees(newer)
                                .looked()
                                .loses(List.of(newer))
                                .looked()),
                Case.bad(
                        Anomaly.REGRESSION,
                        "a ledger goes back",
                        Story.units()
                                .starts(1)
                                .completes(1, 2, 8, 8)
                                .sees(wrote(1, 0, 0, 0, 8))
                                .ledger(0, 1, 2, 8)
                                .looked()
                                .ledger(0, 1, 1, 8)
                                .looked()),
                Case.ambiguous(
                        Anomaly.REGRESSION,
                        "the older value was there only between two looks' ends",
                        latestAtTheEnd(Story.of(Promise.LATEST_BY_KEY)
                                .starts(1)
                                .sees(newer)
                                .looked()
                                .loses(List.of(newer))
                                .sees(older)
                                .loses(List.of(older))
                                .sees(newer)
                                .looked()
                                .loses(List.of(newer)))));
    }

    private static Story latestAtTheEnd(Story story) {
        List<OutputRecord> latest = new ArrayList<>();
        for (int partition = 0; partition < 2; partition++) {
            for (long key = partition; key < 4; key += 2) {
                for (int offset = 7; offset >= 0; offset--) {
                    if (Story.WORKLOAD.keyOf(partition, offset) == key) {
                        latest.add(record(1, 0, partition, offset));
                        break;
                    }
                }
            }
        }
        return story.completes(1, 1, 8, 8).sees(latest).looked().finished(1);
    }
}
