package dev.weir.consistency.checker;

import dev.weir.consistency.history.Anomaly;
import dev.weir.consistency.history.Event;
import dev.weir.consistency.history.Expectation;
import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.history.Promise;
import dev.weir.consistency.history.Witness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The records of a sink that keeps every one.
 *
 * <h2>What is remembered</h2>
 *
 * For each input how many of its outputs are visible, the look in which the first was, and the exclusive or of the groups
 * of those that are visible: with one visible that is its group, with two it gives either from the other. Of a group, the look
 * in which it was first seen and how many of its records were. Nothing else is kept of a record that is as it should be.
 *
 * <p>What a look shows may be judged only when it has ended: a record that was overwritten by the same one of a later attempt both
 * appears and vanishes, in any order. So duplicates and records that are gone are noted, and looked at again at the end of the look.
 */
final class SinkRecords implements SinkCheck {
    private static final byte WRONG = 1;
    /** Why it is missing was reported already. */
    private static final byte EXPLAINED = 2;

    private final String sink;
    private final Promise promise;
    private final Run run;
    private final Truth truth;
    private final Findings findings;
    private final Arrivals arrivals;
    private final Groups groups;
    private final Duplicates duplicates;
    private final UnitOrder order;
    private final ShardUnits units;
    private final Partition[] partitions;
    private final long perPartition;

    // Of the look that goes on.
    private final LongList repeated = new LongList();
    private final LongList repeatedGroups = new LongList();
    private final LongList gone = new LongList();
    private final List<OutputRecord> goneRecords = new ArrayList<>();
    /** From 1. */
    private int look = 1;

    private long[] settled;
    private final long[] verified;
    private boolean isQuiet;
    /** The first look after it became quiet shows what happened before. */
    private boolean isQuietSeen;

    private static final class Partition {
        short[] counts = new short[0];
        byte[] flags = new byte[0];
        int[] groups = new int[0];
        int[] firstLooks = new int[0];

        void extendTo(int offset, long most) {
            if (offset >= counts.length) {
                int size = (int) Math.min(most, Math.max(1024L, 2L * (offset + 1)));
                counts = Arrays.copyOf(counts, size);
                flags = Arrays.copyOf(flags, size);
                groups = Arrays.copyOf(groups, size);
                firstLooks = Arrays.copyOf(firstLooks, size);
            }
        }
    }

    /** What knows of units; shared with what hears of commits. */
    record Units(Groups groups, UnitOrder order, ShardUnits shards) {}

    SinkRecords(Expectation.SinkPromise promised, Run run, Truth truth, Findings findings, Units units) {
        this.sink = promised.sink();
        this.promise = promised.promise();
        this.run = run;
        this.truth = truth;
        this.findings = findings;
        this.groups = units.groups();
        this.order = units.order();
        this.units = units.shards();
        this.arrivals = new Arrivals(sink, truth, findings);
        this.duplicates = new Duplicates(sink, run, groups, findings);
        this.perPartition = run.workload().recordsPerPartition();
        this.partitions = new Partition[run.workload().partitions()];
        Arrays.setAll(partitions, i -> new Partition());
        this.settled = run.covered();
        this.verified = new long[partitions.length];
    }

    @Override
    public void appeared(Event.Appeared event) {
        OutputRecord record = event.record();
        if (!truth.has(record.partition(), record.offset())) {
            arrivals.isKnown(event);
            return;
        }
        Partition partition = partitions[record.partition()];
        int offset = (int) record.offset();
        partition.extendTo(offset, perPartition);
        if (!truth.isRight(record)) {
            if (arrivals.isKnown(event)) {
                partition.flags[offset] |= WRONG;
                arrivals.differs(event.nanos(), record, partition.firstLooks[offset] != 0);
                units.appeared(record.shard());
            }
            return;
        }
        if (promise.inUnits() && order.isForbidden(event)) {
            partition.flags[offset] |= EXPLAINED;
            return;
        }
        int group = groups.numberOf(record);
        partition.groups[offset] ^= group;
        int count = ++partition.counts[offset];
        if (count > 1) {
            repeated.add(record.partition() * perPartition + offset);
            repeatedGroups.add(group);
        } else {
            units.appeared(record.shard());
        }
        if (partition.firstLooks[offset] == 0) {
            partition.firstLooks[offset] = look;
            int first = groups.arrived(group, look);
            if (promise.inUnits()) {
                order.arrived(event, group, look, first);
            }
        }
    }

    @Override
    public void vanished(Event.Vanished event) {
        OutputRecord record = event.record();
        if (!truth.has(record.partition(), record.offset()) || !truth.isRight(record) || order.wasForbidden(record)) {
            return;
        }
        Partition partition = partitions[record.partition()];
        int offset = (int) record.offset();
        partition.extendTo(offset, perPartition);
        partition.groups[offset] ^= groups.numberOf(record);
        if (--partition.counts[offset] == 0) {
            units.vanished(record.shard());
        }
        gone.add(event.nanos());
        goneRecords.add(record);
    }

    @Override
    public void settle() {
        settled = run.covered();
        units.settle();
    }

    @Override
    public void attemptEnded() {
        if (!units.lookBegan()) {
            settle();
        }
    }

    @Override
    public void lookEnded(Event.LookEnded event) {
        boolean began = units.lookBegan();
        judgeRepeated(event.nanos());
        judgeGone();
        if (promise.inUnits()) {
            units.lookEnded(event.nanos());
        } else {
            judgeCovered(event.nanos());
        }
        order.lookEnded(event.nanos());
        look++;
        isQuietSeen = isQuiet;
        if (!began) {
            settle();
        }
    }

    private void judgeRepeated(long nanos) {
        if (promise != Promise.AT_LEAST_ONCE) {
            for (int i = 0; i < repeated.size(); i++) {
                int number = (int) (repeated.get(i) / perPartition);
                int offset = (int) (repeated.get(i) % perPartition);
                Partition partition = partitions[number];
                if (partition.counts[offset] > 1) {
                    int group = (int) repeatedGroups.get(i);
                    int other = partition.counts[offset] == 2 ? partition.groups[offset] ^ group : group;
                    duplicates.found(
                            new Duplicates.Pair(other, group, isQuietSeen),
                            new Duplicates.Place(
                                    number, offset, order.nanosOf(partition.firstLooks[offset], nanos), nanos));
                }
            }
        }
        repeated.clear();
        repeatedGroups.clear();
    }

    private void judgeGone() {
        for (int i = 0; i < gone.size() && promise != Promise.AT_LEAST_ONCE; i++) {
            OutputRecord record = goneRecords.get(i);
            Partition partition = partitions[record.partition()];
            int offset = (int) record.offset();
            if (partition.counts[offset] < 0) {
                run.contradict(
                        "a reader of " + sink + " lost sight of " + Texts.of(record) + ", which it had not seen");
                continue;
            }
            boolean missing = partition.counts[offset] == 0;
            boolean replaced = promise.inUnits()
                    && partition.counts[offset] == 1
                    && partition.groups[offset] != groups.numberOf(record);
            if ((missing || replaced) && !run.environmentIsBroken()) {
                partition.flags[offset] |= EXPLAINED;
                rolledBack(gone.get(i), record, order.nanosOf(partition.firstLooks[offset], gone.get(i)), missing);
            }
        }
        gone.clear();
        goneRecords.clear();
    }

    private void rolledBack(long nanos, OutputRecord record, long firstNanos, boolean missing) {
        if (findings.isNew(Anomaly.ABORTED_READ, sink, groups.numberOf(record))) {
            findings.add(
                    Anomaly.ABORTED_READ,
                    sink + ": " + Texts.full(record)
                            + (missing
                                    ? " was visible and is gone"
                                    : " was visible and was replaced by another attempt's"),
                    List.of(
                            Texts.wrote(firstNanos, record),
                            new Witness.Step(firstNanos, "reader", "sees " + Texts.of(record)),
                            new Witness.Step(nanos, "reader", "no longer sees it")));
        }
    }

    /** A sink that flushes at the barrier has, when the checkpoint is complete, all that it holds. */
    private void judgeCovered(long nanos) {
        if (run.environmentIsBroken()) {
            return;
        }
        for (int number = 0; number < verified.length; number++) {
            long missing = firstMissing(number, verified[number]);
            if (missing >= 0 && missing < settled[number]) {
                Losses.report(run, findings, sink, new Losses.Range(number, missing, 1), nanos);
                partitions[number].extendTo((int) missing, perPartition);
                partitions[number].flags[(int) missing] |= EXPLAINED;
            }
            verified[number] = missing < 0 ? Math.max(verified[number], settled[number]) : missing;
        }
    }

    @Override
    public void quiet() {
        isQuiet = true;
        settle();
    }

    @Override
    public boolean isDamaged() {
        return arrivals.anyDiffered() || !duplicates.isEmpty();
    }

    @Override
    public void conclude() {
        arrivals.conclude(record -> partitions[record.partition()].firstLooks[(int) record.offset()] != 0);
        duplicates.conclude();
        if (promise.inUnits()) {
            units.conclude(order.nanosOf(look - 1, 0));
        }
    }

    @Override
    public long firstMissing(int number, long from) {
        for (long offset = from; offset < perPartition; offset++) {
            if (!has(number, offset)) {
                return offset;
            }
        }
        return -1;
    }

    @Override
    public boolean has(int number, long offset) {
        Partition partition = partitions[number];
        return offset < partition.counts.length
                && (partition.counts[(int) offset] > 0 || partition.flags[(int) offset] != 0);
    }
}
