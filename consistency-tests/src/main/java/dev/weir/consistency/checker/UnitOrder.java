package dev.weir.consistency.checker;

import dev.weir.consistency.history.Anomaly;
import dev.weir.consistency.history.Event;
import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.history.Witness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When the records of a sink that commits units may become visible: not before their checkpoint, not from an attempt that was
 * replaced, a unit as a whole, and of one key and shard in order.
 *
 * <p>The order is judged between looks only, because inside of one most destinations give none; and only within a shard, because
 * shards commit independently of one another, so that a key that moved to another shard may be a unit ahead there for a moment.
 */
final class UnitOrder {
    private final String sink;
    private final Run run;
    private final Groups groups;
    private final Findings findings;
    private final LongList lookNanos = new LongList();
    private final Set<OutputRecord> forbidden = new HashSet<>();

    private long fencedBy;
    private long fencedNanos;
    private Run.@Nullable Attempt successor;
    private long successorOf = -1;
    private long successorKnownAt;

    // By key.
    private final int[] newest;
    private final int[] newestGroups;
    private final int[] newestLooks;

    UnitOrder(String sink, Run run, Groups groups, Findings findings) {
        this.sink = sink;
        this.run = run;
        this.groups = groups;
        this.findings = findings;
        int keys = run.workload().keysPerPartition() * run.workload().partitions();
        this.newest = new int[keys];
        this.newestGroups = new int[keys];
        this.newestLooks = new int[keys];
        Arrays.fill(newestLooks, Integer.MAX_VALUE);
    }

    void fenced(Event.Fenced event) {
        if (event.attempt() > fencedBy) {
            fencedBy = event.attempt();
            fencedNanos = event.nanos();
        }
    }

    /** Whether the record must never have come, so that it counts for nothing else. */
    boolean isForbidden(Event.Appeared event) {
        OutputRecord record = event.record();
        if (record.attempt() < fencedBy && record.attempt() < run.newestAttempt()) {
            Run.Attempt next = successor(record.attempt());
            if (next != null && record.offset() >= next.from()[record.partition()]) {
                forbidden.add(record);
                zombie(event, next);
                return true;
            }
        }
        if (record.offset() >= run.covered()[record.partition()]) {
            early(event);
        }
        return false;
    }

    boolean wasForbidden(OutputRecord record) {
        return !forbidden.isEmpty() && forbidden.contains(record);
    }

    private Run.@Nullable Attempt successor(long attempt) {
        if (successorOf != attempt || successorKnownAt != run.newestAttempt()) {
            successor = run.successorOf(attempt);
            successorOf = attempt;
            successorKnownAt = run.newestAttempt();
        }
        return successor;
    }

    private void zombie(Event.Appeared event, Run.Attempt next) {
        OutputRecord record = event.record();
        if (findings.isNew(Anomaly.ZOMBIE_WRITE, sink, record.attempt() + " " + record.shard())) {
            findings.add(
                    Anomaly.ZOMBIE_WRITE,
                    sink + ": " + Texts.full(record) + " became visible after attempt " + fencedBy
                            + " had fenced it, and is not in checkpoint " + next.checkpoint() + ", from which attempt "
                            + next.number() + " started",
                    List.of(
                            new Witness.Step(fencedNanos, "attempt " + fencedBy, "fences the destination"),
                            next.step(),
                            Texts.wrote(event.nanos(), record),
                            new Witness.Step(event.nanos(), "reader", "sees " + Texts.of(record))));
        }
    }

    private void early(Event.Appeared event) {
        OutputRecord record = event.record();
        if (findings.isNew(Anomaly.EARLY_VISIBILITY, sink, groups.numberOf(record))) {
            List<Witness.Step> steps = new ArrayList<>();
            Run.Completed newestCheckpoint = run.newestCheckpoint();
            if (newestCheckpoint != null) {
                steps.add(new Witness.Step(
                        newestCheckpoint.nanos(),
                        "store",
                        "the newest checkpoint, " + newestCheckpoint.id() + ", holds partition " + record.partition()
                                + " up to offset " + newestCheckpoint.next()[record.partition()]));
            }
            steps.add(Texts.wrote(event.nanos(), record));
            steps.add(new Witness.Step(event.nanos(), "reader", "sees " + Texts.of(record)));
            findings.add(
                    Anomaly.EARLY_VISIBILITY,
                    sink + ": " + Texts.full(record) + " is visible and no complete checkpoint holds it",
                    steps);
        }
    }

    /** A record was seen for the first time; of its group the first was in the look {@code first}. */
    void arrived(Event.Appeared event, int group, int look, int first) {
        OutputRecord record = event.record();
        if (first < look) {
            torn(event, group, first);
        }
        int key = (int) record.key();
        if (record.sequence() > newest[key]) {
            newest[key] = (int) record.sequence();
            newestGroups[key] = group;
            newestLooks[key] = look;
        } else if (newestLooks[key] < look && first == look && groups.shard(newestGroups[key]) == record.shard()) {
            outOfOrder(event, key);
        }
    }

    private void torn(Event.Appeared event, int group, int first) {
        if (findings.isNew(Anomaly.TORN_UNIT, sink, group)) {
            findings.add(
                    Anomaly.TORN_UNIT,
                    sink + ": a part of the unit of " + groups.describe(group) + " was visible before "
                            + Texts.of(event.record()),
                    List.of(
                            Texts.wrote(nanosOf(first, event.nanos()), event.record()),
                            new Witness.Step(
                                    nanosOf(first, event.nanos()),
                                    "reader",
                                    "sees other records of " + groups.describe(group) + ", but not this one"),
                            new Witness.Step(event.nanos(), "reader", "sees " + Texts.of(event.record()))));
        }
    }

    private void outOfOrder(Event.Appeared event, int key) {
        OutputRecord record = event.record();
        if (findings.isNew(Anomaly.KEY_ORDER, sink, record.key())) {
            long before = nanosOf(newestLooks[key], event.nanos());
            findings.add(
                    Anomaly.KEY_ORDER,
                    sink + ": " + Texts.full(record) + " became visible after no. " + newest[key] + " of its key",
                    List.of(
                            new Witness.Step(
                                    before,
                                    "reader",
                                    "sees no. " + newest[key] + " of key " + record.key() + " ("
                                            + groups.describe(newestGroups[key]) + "), but not no. "
                                            + record.sequence()),
                            Texts.wrote(event.nanos(), record),
                            new Witness.Step(event.nanos(), "reader", "sees " + Texts.of(record))));
        }
    }

    void lookEnded(long nanos) {
        lookNanos.add(nanos);
    }

    /** When a look ended. */
    long nanosOf(int look, long otherwise) {
        return look >= 1 && look <= lookNanos.size() ? lookNanos.get(look - 1) : otherwise;
    }
}
