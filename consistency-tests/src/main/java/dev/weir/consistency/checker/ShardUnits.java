package dev.weir.consistency.checker;

import dev.weir.consistency.history.Anomaly;
import dev.weir.consistency.history.Event;
import dev.weir.consistency.history.Witness;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.LedgerEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The units of each shard of a sink: what the port confirmed, what the ledger says, and how many records a reader sees.
 *
 * <p>A unit's position is the number of all records of its shard up to its end. So a look that shows fewer records than the newest
 * unit confirmed before it, or than the ledger in the same look, proves that some are missing; it need not know which.
 */
final class ShardUnits {
    private final String sink;
    private final Run run;
    private final Findings findings;
    private final Map<Integer, Shard> shards = new TreeMap<>();
    private final @Nullable Shard[] first = new Shard[64];
    private boolean began;

    private static final class Shard {
        final int number;
        /** How many inputs have an output of this shard that is visible. */
        long visible;

        String lineage = "";
        long sequence;
        long position;
        long acknowledgedNanos;
        long acknowledgedBy;
        /** Of the unit with the highest number, by each attempt: a later one begins again with those of its checkpoint. */
        Map<Long, Event.Acknowledged> newest = new HashMap<>();
        /** A sequence number below that was never confirmed, or 0: it may have been looked up in the ledger. */
        long skipped;

        Map<Long, CommitUnit> units = new TreeMap<>();
        /** The numbers of those units that the port confirmed; the others were prepared. */
        Set<Long> confirmed = new HashSet<>();

        long settledPosition;
        boolean settledSkips;

        LedgerEntry ledger = LedgerEntry.empty(0);
        long ledgerNanos;
        boolean ledgerInThisLook;
        /** The ledger's position when it was ahead of what was visible, or 0. */
        long owed;

        long owedNanos;

        Shard(int number) {
            this.number = number;
        }
    }

    ShardUnits(String sink, Run run, Findings findings) {
        this.sink = sink;
        this.run = run;
        this.findings = findings;
    }

    private Shard shard(int number) {
        Shard shard = shards.get(number);
        if (shard == null) {
            shard = new Shard(number);
            shards.put(number, shard);
        }
        return shard;
    }

    void appeared(int number) {
        recent(number).visible++;
    }

    void vanished(int number) {
        recent(number).visible--;
    }

    /** Without a look-up for the small numbers that all shards have. */
    private Shard recent(int number) {
        if (number < 0 || number >= first.length) {
            return shard(number);
        }
        Shard shard = first[number];
        if (shard == null) {
            shard = shard(number);
            first[number] = shard;
        }
        return shard;
    }

    void acknowledged(Event.Acknowledged event) {
        CommitUnit unit = event.unit();
        Shard shard = shard(event.shard());
        if (!run.mayCommit(event.attempt(), unit.checkpointId())) {
            premature(event.nanos(), event.attempt(), event.shard(), unit);
        }
        if (!unit.lineage().equals(shard.lineage)) {
            shard.lineage = unit.lineage();
            shard.sequence = 0;
            shard.position = 0;
            shard.skipped = 0;
            shard.newest.clear();
            shard.units.clear();
            shard.confirmed.clear();
        }
        Event.Acknowledged newest = shard.newest.merge(
                event.attempt(), event, (known, now) -> known.unit().sequence() > unit.sequence() ? known : now);
        // One that was only prepared may have been aborted since, and its number given again.
        CommitUnit before = shard.confirmed.add(unit.sequence()) ? null : shard.units.get(unit.sequence());
        if (before == null) {
            shard.units.put(unit.sequence(), unit);
        }
        if (before != null && (before.position() != unit.position() || before.digest() != unit.digest())) {
            disordered(
                    event,
                    shard,
                    "unit " + unit.sequence() + " was committed with two contents, the first up to position "
                            + before.position() + " and the second up to " + unit.position());
        } else if (unit.sequence() < newest.unit().sequence()) {
            disordered(
                    event,
                    shard,
                    "unit " + unit.sequence() + " was committed after unit "
                            + newest.unit().sequence(),
                    commits(newest.nanos(), newest.attempt(), newest.unit().sequence(), shard));
        } else if (follows(shard, unit)) {
            disordered(
                    event,
                    shard,
                    "unit " + unit.sequence() + " begins at position " + (unit.position() - unit.recordCount())
                            + " and the one before it ends at " + shard.position);
        }
        if (unit.sequence() > shard.sequence + 1 && shard.skipped == 0) {
            shard.skipped = shard.sequence + 1;
        }
        if (unit.sequence() > shard.sequence) {
            shard.acknowledgedBy = event.attempt();
            shard.sequence = unit.sequence();
            shard.position = unit.position();
            shard.acknowledgedNanos = event.nanos();
        }
    }

    private static boolean follows(Shard shard, CommitUnit unit) {
        return shard.sequence > 0
                && unit.sequence() == shard.sequence + 1
                && unit.position() - unit.recordCount() != shard.position;
    }

    private void premature(long nanos, long attempt, int number, CommitUnit unit) {
        if (findings.isNew(Anomaly.PREMATURE_COMMIT, sink, number + " " + unit.sequence())) {
            List<Witness.Step> steps = new ArrayList<>();
            Run.Completed newest = run.newestCheckpoint();
            if (newest != null) {
                steps.add(newest.step());
            }
            steps.add(new Witness.Step(nanos, "attempt " + attempt, "commits " + describe(number, unit)));
            findings.add(
                    Anomaly.PREMATURE_COMMIT,
                    sink + ": " + describe(number, unit) + " was committed before its checkpoint " + unit.checkpointId()
                            + " was complete",
                    steps);
        }
    }

    private static String describe(int number, CommitUnit unit) {
        return "unit " + unit.sequence() + " of shard " + number;
    }

    private void disordered(Event.Acknowledged event, Shard shard, String what) {
        disordered(event, shard, what, commits(shard.acknowledgedNanos, shard.acknowledgedBy, shard.sequence, shard));
    }

    private static Witness.Step commits(long nanos, long attempt, long sequence, Shard shard) {
        return new Witness.Step(nanos, "attempt " + attempt, "commits unit " + sequence + " of shard " + shard.number);
    }

    private void disordered(Event.Acknowledged event, Shard shard, String what, Witness.Step before) {
        if (findings.isNew(Anomaly.HOLE_OR_OUT_OF_ORDER_COMMIT, sink, shard.number)) {
            findings.add(
                    Anomaly.HOLE_OR_OUT_OF_ORDER_COMMIT,
                    sink + ": shard " + shard.number + ": " + what,
                    List.of(
                            before,
                            commits(event.nanos(), event.attempt(), event.unit().sequence(), shard)));
        }
    }

    void ledgerSeen(Event.LedgerSeen event) {
        Shard shard = shard(event.shard());
        LedgerEntry entry = event.entry();
        LedgerEntry before = shard.ledger;
        boolean sequenceBack = entry.lineage().equals(before.lineage()) && entry.sequence() < before.sequence();
        if ((sequenceBack || entry.attempt() < before.attempt())
                && !run.environmentIsBroken()
                && findings.isNew(Anomaly.REGRESSION, sink, shard.number)) {
            findings.add(
                    Anomaly.REGRESSION,
                    sink + ": the ledger of shard " + shard.number + " went back from " + describe(before) + " to "
                            + describe(entry),
                    List.of(
                            new Witness.Step(shard.ledgerNanos, "reader", "sees the ledger at " + describe(before)),
                            new Witness.Step(event.nanos(), "reader", "sees the ledger at " + describe(entry))));
        }
        CommitUnit unit = shard.units.get(entry.sequence());
        if (unit != null
                && unit.lineage().equals(entry.lineage())
                && !run.mayCommit(entry.attempt(), unit.checkpointId())) {
            premature(event.nanos(), entry.attempt(), shard.number, unit);
        }
        shard.ledger = entry;
        shard.ledgerNanos = event.nanos();
        shard.ledgerInThisLook = true;
    }

    private static String describe(LedgerEntry entry) {
        return "unit " + entry.sequence() + " (attempt " + entry.attempt() + ", " + entry.position() + " records)";
    }

    /** A unit was prepared, so that the ledger may show it without a reply. */
    void prepared(int number, CommitUnit unit) {
        Shard shard = shard(number);
        if (shard.lineage.isEmpty()) {
            shard.lineage = unit.lineage();
        }
        if (unit.lineage().equals(shard.lineage) && unit.sequence() > shard.sequence) {
            shard.units.put(unit.sequence(), unit);
        }
    }

    void settle() {
        began = true;
        for (Shard shard : shards.values()) {
            shard.settledPosition = shard.position;
            shard.settledSkips = shard.skipped != 0;
        }
    }

    boolean lookBegan() {
        return began;
    }

    void lookEnded(long nanos) {
        for (Shard shard : shards.values()) {
            if (!findings.hasAnyOf(sink) && !run.environmentIsBroken()) {
                judge(shard, nanos);
            }
            shard.ledgerInThisLook = false;
        }
        began = false;
    }

    private void judge(Shard shard, long nanos) {
        if (shard.visible < shard.settledPosition) {
            missing(shard, nanos);
        } else if (shard.owed > 0) {
            if (shard.visible >= shard.owed) {
                apart(shard, shard.owedNanos, nanos, "the ledger had the unit before its records were visible");
            } else {
                hole(shard, nanos);
            }
        } else if (shard.ledgerInThisLook && shard.visible > shard.ledger.position()) {
            apart(shard, shard.ledgerNanos, nanos, "its records were visible before the ledger had the unit");
        } else if (shard.ledgerInThisLook && shard.visible < shard.ledger.position()) {
            shard.owed = shard.ledger.position();
            shard.owedNanos = nanos;
        }
    }

    private void missing(Shard shard, long nanos) {
        Anomaly anomaly = shard.settledSkips ? Anomaly.HOLE_OR_OUT_OF_ORDER_COMMIT : Anomaly.SILENT_ACKNOWLEDGED_LOSS;
        if (findings.isNew(anomaly, sink, shard.number)) {
            findings.add(
                    anomaly,
                    sink + ": unit " + shard.sequence + " of shard " + shard.number
                            + " was reported as committed, which makes " + shard.settledPosition
                            + " records, but a reader sees " + shard.visible
                            + (shard.settledSkips
                                    ? "; unit " + shard.skipped + " was never reported as committed"
                                    : ""),
                    List.of(
                            new Witness.Step(
                                    shard.acknowledgedNanos,
                                    "attempt " + shard.acknowledgedBy,
                                    "is told that unit " + shard.sequence + " of shard " + shard.number
                                            + " is committed, up to position " + shard.position),
                            new Witness.Step(nanos, "reader", "sees " + shard.visible + " records of the shard")));
        }
    }

    private void hole(Shard shard, long nanos) {
        if (findings.isNew(Anomaly.HOLE_OR_OUT_OF_ORDER_COMMIT, sink, shard.number)) {
            findings.add(
                    Anomaly.HOLE_OR_OUT_OF_ORDER_COMMIT,
                    sink + ": the ledger of shard " + shard.number + " passed over records: a reader sees "
                            + shard.visible + " where the ledger had counted " + shard.owed,
                    List.of(
                            new Witness.Step(shard.owedNanos, "reader", "sees the ledger at position " + shard.owed),
                            new Witness.Step(nanos, "reader", "sees " + shard.visible + " records of the shard")));
        }
    }

    private void apart(Shard shard, long ledgerNanos, long nanos, String what) {
        if (findings.isNew(Anomaly.TORN_UNIT, sink, "ledger " + shard.number)) {
            findings.add(
                    Anomaly.TORN_UNIT,
                    sink + ": shard " + shard.number + ": " + what,
                    List.of(
                            new Witness.Step(ledgerNanos, "reader", "sees the ledger at " + describe(shard.ledger)),
                            new Witness.Step(nanos, "reader", "sees " + shard.visible + " records of the shard")));
        }
    }

    /** What the ledger had counted in the last look and no later one has shown. */
    void conclude(long nanos) {
        for (Shard shard : shards.values()) {
            if (shard.owed > shard.visible && !findings.hasAnyOf(sink) && !run.environmentIsBroken()) {
                hole(shard, nanos);
            }
        }
    }
}
