package dev.weir.consistency.mutant;

import dev.weir.consistency.model.Mistake;
import java.util.List;

/** Mistakes in the protocol of a sink that writes to a log with transactions. */
final class LogMutants {
    private LogMutants() {}

    static List<Mutant> all() {
        return List.of(
                Mutant.of(
                        "ledger-read-before-stable",
                        Ground.LOG_INSURED,
                        Ground.LOG_INSURED.with(Mistake.NO_STABLE_WAIT),
                        "The ledger is read without waiting until its last stable offset has passed its end."),
                Mutant.of(
                                "no-fence-entry",
                                Ground.LOG_LOG,
                                Ground.LOG_LOG.with(Mistake.NO_FENCE_ENTRY),
                                "The fence locks older producers out of the log, and leaves no entry in the ledger by which they"
                                        + " would know.")
                        .equivalentBecause(
                                "the processes of a simulation share one checkpoint store, which lets an older attempt complete"
                                        + " nothing: what it may still write is in a checkpoint that its successor has, too, and the"
                                        + " epoch lets one of the two write it. Two copies of a store have nothing between them but the entry;"
                                        + " there the rules of the contract kill it (ModelContractTest)."),
                Mutant.of(
                        "reinit-without-ledger",
                        Ground.LOG_LOG,
                        Ground.LOG_LOG.with(Mistake.REINIT_UNSEEN),
                        "A producer that was locked out is initialised again without a look at the ledger."),
                Mutant.of(
                        "reinit-without-ledger-insured",
                        Ground.LOG_INSURED,
                        Ground.LOG_INSURED.with(Mistake.REINIT_UNSEEN),
                        "The same, with an open transaction and an insured unit."),
                Mutant.of(
                        "second-producer",
                        Ground.LOG_INSURED,
                        Ground.LOG_INSURED.with(Mistake.SECOND_PRODUCER),
                        "A unit is sent by a second producer while the one before it is not committed."),
                Mutant.of(
                        "ledger-record-outside-transaction",
                        Ground.LOG_LOG,
                        Ground.LOG_LOG.with(Mistake.RECORDS_BEFORE_LEDGER),
                        "The ledger's record is written in a transaction of its own after that of the records."),
                Mutant.of(
                        "ledger-record-outside-transaction-insured",
                        Ground.LOG_INSURED,
                        Ground.LOG_INSURED.with(Mistake.RECORDS_BEFORE_LEDGER),
                        "The same, with an open transaction and an insured unit."),
                Mutant.of(
                        "given-up-and-forgotten",
                        Ground.LOG_INSURED,
                        Ground.LOG_INSURED.with(Mistake.GIVEN_UP_FORGOTTEN),
                        "A unit whose transaction was given up is committed by a new one, without what the old one held."));
    }
}
