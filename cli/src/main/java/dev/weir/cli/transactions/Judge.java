package dev.weir.cli.transactions;

import dev.weir.CheckpointInspection.Checkpoint;
import dev.weir.CheckpointInspection.SinkUnits;
import dev.weir.delivery.PendingUnit;
import dev.weir.delivery.ShardUnits;
import dev.weir.jdbc.LedgerRow;
import dev.weir.jdbc.PreparedTransaction;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.LedgerEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides about transactions in doubt as the job itself would at its next start: what the newest complete checkpoint holds is
 * committed, everything else of the job is rolled back.
 */
final class Judge {
    private final Map<String, JobView> jobs;
    private final List<LedgerRow> ledger;

    /** @param jobs by their names, those whose checkpoints are known */
    Judge(Map<String, JobView> jobs, List<LedgerRow> ledger) {
        this.jobs = jobs;
        this.ledger = ledger;
    }

    List<InDoubt> judge(List<PreparedTransaction> prepared) {
        List<InDoubt> judged = new ArrayList<>();
        prepared.forEach(transaction -> judged.add(judge(transaction)));
        jobs.forEach(
                (job, view) -> view.newest().ifPresent(checkpoint -> addLost(job, view, checkpoint, prepared, judged)));
        judged.sort(InDoubt.ORDER);
        return judged;
    }

    private InDoubt judge(PreparedTransaction transaction) {
        if (!transaction.isKnown()) {
            return new InDoubt(
                    transaction,
                    Verdict.FOREIGN,
                    "it belongs to another ledger table, or its row was deleted from this one",
                    null);
        }
        JobView job = jobs.get(transaction.job());
        if (job == null) {
            return new InDoubt(
                    transaction, Verdict.UNKNOWN, "the checkpoints of its job are not known; give --checkpoints", null);
        }
        PendingUnit unit = job.newest()
                .flatMap(checkpoint -> pending(checkpoint, transaction))
                .orElse(null);
        Optional<String> owner = job.owner();
        if (owner.isPresent()) {
            return new InDoubt(transaction, Verdict.LIVE, "its job runs: " + owner.get(), unit);
        }
        Optional<String> doubt = doubt(transaction, job);
        return doubt.isPresent()
                ? new InDoubt(transaction, Verdict.UNKNOWN, doubt.get(), unit)
                : judge(transaction, unit, job.newest());
    }

    /** Why the checkpoints are not those to judge by: a copy or an older state of a folder would speak for a rollback. */
    private static Optional<String> doubt(PreparedTransaction transaction, JobView job) {
        long attempt = Math.max(transaction.attempt(), transaction.ledger().attempt());
        if (attempt > job.lastAttempt()) {
            return Optional.of("attempt " + attempt + " of the job was at the database, but the last one with these"
                    + " checkpoints is " + job.lastAttempt() + "; give the folder of that attempt");
        }
        LedgerEntry ledger = transaction.ledger();
        boolean isAhead = job.newest()
                .flatMap(checkpoint -> checkpoint.shard(transaction.sink(), transaction.shard()))
                .map(ShardUnits::last)
                .filter(last -> last.lineage().equals(ledger.lineage()) && last.sequence() < ledger.sequence())
                .isPresent();
        return isAhead
                ? Optional.of("the ledger is ahead of the newest checkpoint; see weir ledger verify")
                : Optional.empty();
    }

    private InDoubt judge(PreparedTransaction transaction, @Nullable PendingUnit unit, Optional<Checkpoint> newest) {
        if (newest.isEmpty()) {
            return new InDoubt(transaction, Verdict.ROLLBACK, "its job has no complete checkpoint", null);
        }
        String checkpoint = "checkpoint " + newest.get().id();
        if (unit == null) {
            return new InDoubt(
                    transaction,
                    Verdict.ROLLBACK,
                    "no complete checkpoint holds it; " + checkpoint + " is the newest",
                    null);
        }
        return isCommitted(transaction.job(), transaction.sink(), transaction.shard(), unit.unit())
                ? new InDoubt(
                        transaction,
                        Verdict.ROLLBACK,
                        "the ledger has its unit already: it was written again from its segment",
                        unit)
                : new InDoubt(
                        transaction, Verdict.COMMIT, checkpoint + " holds it, and the ledger lacks its unit", unit);
    }

    private static Optional<PendingUnit> pending(Checkpoint checkpoint, PreparedTransaction transaction) {
        return checkpoint
                .shard(transaction.sink(), transaction.shard())
                .flatMap(shard -> shard.pending().stream()
                        .filter(unit -> transaction.id().equals(id(unit)))
                        .findFirst());
    }

    /** What the destination calls it; empty if no transaction holds it. */
    private static String id(PendingUnit unit) {
        byte[] handle = unit.handle();
        return handle == null ? "" : new String(handle, StandardCharsets.UTF_8);
    }

    private boolean isCommitted(String job, String sink, int shard, CommitUnit unit) {
        return ledger.stream()
                .filter(row -> row.job().equals(job) && row.sink().equals(sink) && row.shard() == shard)
                .anyMatch(row -> row.knows(unit));
    }

    /** What a live job misses, it finds out itself. */
    private void addLost(
            String job, JobView view, Checkpoint checkpoint, List<PreparedTransaction> prepared, List<InDoubt> judged) {
        if (view.owner().isPresent()) {
            return;
        }
        for (SinkUnits sink : checkpoint.sinks()) {
            for (ShardUnits shard : sink.shards()) {
                for (PendingUnit unit : shard.pending()) {
                    boolean isLost = !id(unit).isEmpty()
                            && unit.segments().isEmpty()
                            && unit.unit().recordCount() > 0
                            && prepared.stream().noneMatch(found -> found.id().equals(id(unit)))
                            && !isCommitted(job, sink.uid(), shard.shard(), unit.unit());
                    if (isLost) {
                        judged.add(lost(job, sink.uid(), shard, checkpoint, unit));
                    }
                }
            }
        }
    }

    private static InDoubt lost(String job, String sink, ShardUnits shard, Checkpoint checkpoint, PendingUnit unit) {
        PreparedTransaction transaction = new PreparedTransaction(
                id(unit),
                checkpoint.completed(),
                job,
                sink,
                shard.shard(),
                unit.unit().lineage(),
                unit.unit().sequence(),
                checkpoint.attempt(),
                LedgerEntry.empty(0));
        return new InDoubt(
                transaction,
                Verdict.LOST,
                "checkpoint " + checkpoint.id() + " holds it, but the database and the ledger do not know it: "
                        + unit.unit().recordCount() + " records are lost unless it was committed by hand",
                unit);
    }
}
