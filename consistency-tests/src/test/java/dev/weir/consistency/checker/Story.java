package dev.weir.consistency.checker;

import dev.weir.consistency.history.Conclusion;
import dev.weir.consistency.history.Event;
import dev.weir.consistency.history.Expectation;
import dev.weir.consistency.history.Expectation.RequiredEnd;
import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.history.Positions;
import dev.weir.consistency.history.Promise;
import dev.weir.consistency.history.Workload;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.LedgerEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A history told by hand: two partitions of eight inputs with two keys each; what partition 0 gives goes to shard 0 and what
 * partition 1 gives to shard 1.
 */
final class Story {
    static final Workload WORKLOAD = new Workload(7, 2, 8, 2);
    static final String OUT = "out";
    private static final String LINEAGE = "L";

    private final List<Expectation.SinkPromise> sinks = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private final Map<Long, Positions> store = new HashMap<>();
    private RequiredEnd end = RequiredEnd.FINISHED;
    private String sink = OUT;
    private int parallelism = 2;
    private long clock;

    private Story() {}

    static Story of(Promise promise) {
        Story story = new Story();
        story.sinks.add(new Expectation.SinkPromise(OUT, promise));
        return story;
    }

    static Story units() {
        return of(Promise.EXACTLY_ONCE_UNITS);
    }

    /** What an attempt gives in an epoch for the inputs of a partition from one offset up to before another. */
    static List<OutputRecord> wrote(long attempt, long epoch, int partition, int from, int to) {
        List<OutputRecord> records = new ArrayList<>();
        for (int offset = from; offset < to; offset++) {
            records.add(record(attempt, epoch, partition, offset));
        }
        return records;
    }

    static OutputRecord record(long attempt, long epoch, int partition, int offset) {
        return given(attempt, epoch, partition, offset, inputsOfKeyBefore(partition, offset));
    }

    /** What the input gives after the key's state has counted these inputs, in this order. */
    static OutputRecord given(long attempt, long epoch, int partition, int offset, List<Integer> before) {
        long key = WORKLOAD.keyOf(partition, offset);
        long hash = WORKLOAD.firstHash(key);
        for (int each : before) {
            hash = Workload.nextHash(hash, each);
        }
        hash = Workload.nextHash(hash, offset);
        return new OutputRecord(partition, offset, key, before.size() + 1, hash, partition, attempt, epoch);
    }

    static List<Integer> inputsOfKeyBefore(int partition, int offset) {
        List<Integer> inputs = new ArrayList<>();
        for (int i = 0; i < offset; i++) {
            if (WORKLOAD.keyOf(partition, i) == WORKLOAD.keyOf(partition, offset)) {
                inputs.add(i);
            }
        }
        return inputs;
    }

    /** A unit of a shard; epoch, sequence number and checkpoint of a smooth run are the same but for the first. */
    static CommitUnit unit(long sequence, long checkpoint, long count, long position) {
        return new CommitUnit(LINEAGE, sequence, checkpoint, count, position, position * 31);
    }

    Story and(String other, Promise promise) {
        sinks.add(new Expectation.SinkPromise(other, promise));
        return this;
    }

    /** What follows is about this sink. */
    Story in(String other) {
        sink = other;
        return this;
    }

    Story expecting(String fault) {
        faults.add(fault);
        return this;
    }

    Story mayEndLoud() {
        end = RequiredEnd.FINISHED_OR_LOUD;
        return this;
    }

    private Story tell(Event event) {
        events.add(event);
        return this;
    }

    private long now() {
        clock += 1_000_000;
        return clock;
    }

    Story parallelism(int number) {
        parallelism = number;
        return this;
    }

    Story starts(long attempt) {
        return starts(attempt, 0, 0, 0);
    }

    Story starts(long attempt, long checkpoint, long... next) {
        return tell(new Event.AttemptStarted(now(), attempt, checkpoint, positions(next), parallelism));
    }

    /** Starts from where the store's checkpoint stands. */
    Story restarts(long attempt, long checkpoint) {
        Positions positions = store.getOrDefault(checkpoint, positions(0, 0));
        return tell(new Event.AttemptStarted(now(), attempt, checkpoint, positions, parallelism));
    }

    private static Positions positions(long... next) {
        List<Long> list = new ArrayList<>();
        for (long each : next) {
            list.add(each);
        }
        return new Positions(list);
    }

    Story completes(long attempt, long checkpoint, long... next) {
        store.put(checkpoint, positions(next));
        return tell(new Event.CheckpointCompleted(now(), attempt, checkpoint, positions(next)));
    }

    Story ends(long attempt, Event.End how) {
        return tell(new Event.AttemptEnded(now(), attempt, how, how == Event.End.FAILED ? "COMMIT_LOST: gone" : ""));
    }

    Story killed(long attempt) {
        return ends(attempt, Event.End.KILLED);
    }

    /** The attempt finishes, and a reader looks once more. */
    Story finished(long attempt) {
        return ends(attempt, Event.End.FINISHED).looked();
    }

    Story fenced(long attempt) {
        return tell(new Event.Fenced(now(), sink, attempt));
    }

    Story sees(List<OutputRecord> records) {
        records.forEach(record -> tell(new Event.Appeared(now(), sink, record)));
        return this;
    }

    Story sees(OutputRecord record) {
        return sees(List.of(record));
    }

    Story loses(List<OutputRecord> records) {
        records.forEach(record -> tell(new Event.Vanished(now(), sink, record)));
        return this;
    }

    Story finds(String garbage) {
        return tell(new Event.Unreadable(now(), sink, garbage));
    }

    Story begins() {
        return tell(new Event.LookBegan(now(), sink));
    }

    Story looked() {
        return tell(new Event.LookEnded(now(), sink));
    }

    Story ledger(int shard, long attempt, long sequence, long position) {
        return tell(new Event.LedgerSeen(
                now(), sink, shard, new LedgerEntry(attempt, LINEAGE, sequence, position, position * 31)));
    }

    Story acknowledged(int shard, long attempt, CommitUnit unit) {
        return tell(new Event.Acknowledged(now(), sink, shard, attempt, unit));
    }

    Story prepared(String transaction, long attempt, @Nullable CommitUnit unit) {
        return tell(new Event.Prepared(now(), sink, 0, attempt, transaction, unit));
    }

    Story committed(String transaction, long owner, long by) {
        return tell(new Event.TransactionEnded(now(), sink, 0, transaction, owner, by, true));
    }

    Story aborted(String transaction, long owner, long by) {
        return tell(new Event.TransactionEnded(now(), sink, 0, transaction, owner, by, false));
    }

    Story inDoubt(String... transactions) {
        return tell(new Event.InDoubtListed(now(), sink, List.of(transactions)));
    }

    Story readerBlocked(boolean blocked) {
        return tell(new Event.ReaderBlocked(now(), sink, blocked));
    }

    Story counts(String resource, long count, long most) {
        return tell(new Event.ResourceCounted(now(), resource, count, most));
    }

    Story fault(String fault) {
        return tell(new Event.FaultFired(now(), fault));
    }

    Story outage(boolean down) {
        return tell(new Event.Outage(now(), "server", down));
    }

    Story gaveUp(String what) {
        return tell(new Event.GaveUpWaiting(now(), what));
    }

    Story quiet() {
        return tell(new Event.QuietBegan(now()));
    }

    /** Two units of each shard, each seen after its checkpoint, and the end. */
    Story smoothly(long attempt) {
        return firstHalf(attempt).secondHalf(attempt).finished(attempt);
    }

    Story firstHalf(long attempt) {
        return completes(attempt, 1, 4, 4)
                .sees(wrote(attempt, 0, 0, 0, 4))
                .sees(wrote(attempt, 0, 1, 0, 4))
                .looked();
    }

    Story secondHalf(long attempt) {
        return completes(attempt, 2, 8, 8)
                .sees(wrote(attempt, 1, 0, 4, 8))
                .sees(wrote(attempt, 1, 1, 4, 8))
                .looked();
    }

    Conclusion conclude() {
        HistoryChecker checker = checker();
        return checker.conclude();
    }

    HistoryChecker checker() {
        HistoryChecker checker = HistoryChecker.of(new Expectation(WORKLOAD, sinks, end, faults));
        events.forEach(checker::accept);
        return checker;
    }
}
