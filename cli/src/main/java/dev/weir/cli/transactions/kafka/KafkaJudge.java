package dev.weir.cli.transactions.kafka;

import dev.weir.CheckpointInspection;
import dev.weir.CheckpointInspection.Checkpoint;
import dev.weir.delivery.PendingUnit;
import dev.weir.delivery.ShardUnits;
import dev.weir.kafka.OpenTransaction;
import dev.weir.kafka.OpenTransaction.State;
import dev.weir.sink.LedgerEntry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides about open transactions as the job itself would at its next start: it ends every one of its own, and writes again from
 * the checkpoint what the ledger lacks. So one that a dead attempt left holds nothing that could be lost, and only lets readers
 * wait.
 */
final class KafkaJudge {
    private final Map<String, CheckpointInspection> jobs;

    /** @param jobs by their names, those whose checkpoints are known */
    KafkaJudge(Map<String, CheckpointInspection> jobs) {
        this.jobs = jobs;
    }

    JudgedTransaction judge(OpenTransaction transaction) {
        CheckpointInspection job = jobs.get(transaction.job());
        Optional<String> owner = job == null ? Optional.empty() : job.owner();
        if (owner.isPresent()) {
            return new JudgedTransaction(transaction, KafkaVerdict.LIVE, "its job runs: " + owner.get());
        }
        if (transaction.state() == State.HANGING) {
            return new JudgedTransaction(transaction, KafkaVerdict.HANGING, hanging(transaction, job));
        }
        if (transaction.state() != State.ONGOING) {
            return new JudgedTransaction(
                    transaction, KafkaVerdict.ENDING, "the broker has decided and writes the markers");
        }
        if (job == null) {
            return new JudgedTransaction(
                    transaction,
                    KafkaVerdict.UNKNOWN,
                    "the checkpoints of its job are not known, so neither is whether it runs; give --checkpoints");
        }
        if (transaction.ledger().attempt() > job.lastAttempt()) {
            return new JudgedTransaction(
                    transaction,
                    KafkaVerdict.UNKNOWN,
                    "attempt " + transaction.ledger().attempt()
                            + " of the job was at the brokers, but the last one with" + " these checkpoints is "
                            + job.lastAttempt() + "; give the folder of that attempt");
        }
        return new JudgedTransaction(
                transaction,
                KafkaVerdict.ABORT,
                "a dead attempt left it, and nothing is lost by its end: " + promise(transaction, job)
                        + "; the broker ends it by itself "
                        + transaction.timeout().toSeconds() + " s after its begin");
    }

    private static String hanging(OpenTransaction transaction, @Nullable CheckpointInspection job) {
        return "it is over for the coordinator, but its marker is missing in " + transaction.partitions()
                + " (KAFKA-20734): readers stop there for good"
                + (job == null ? "" : "; " + promise(transaction, job));
    }

    /** What becomes of the shard's records. */
    private static String promise(OpenTransaction transaction, CheckpointInspection job) {
        Optional<Checkpoint> newest = job.newest();
        Optional<ShardUnits> units =
                newest.flatMap(checkpoint -> checkpoint.shard(transaction.sink(), transaction.shard()));
        if (newest.isEmpty() || units.isEmpty()) {
            return "no complete checkpoint holds anything of the shard, so that all of it is read again";
        }
        LedgerEntry ledger = transaction.ledger();
        List<PendingUnit> missing = units.get().pending().stream()
                .filter(unit -> !unit.unit().lineage().equals(ledger.lineage())
                        || unit.unit().sequence() > ledger.sequence())
                .filter(unit -> unit.unit().recordCount() > 0)
                .toList();
        String checkpoint = "checkpoint " + newest.get().id();
        if (missing.isEmpty()) {
            return "the ledger has all that " + checkpoint + " holds of the shard, and what came later is read again";
        }
        long records =
                missing.stream().mapToLong(unit -> unit.unit().recordCount()).sum();
        return checkpoint + " holds " + records + " records that the ledger lacks, up to unit "
                + missing.get(missing.size() - 1).unit().sequence() + ", and the next start writes them";
    }
}
