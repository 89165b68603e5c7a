package dev.weir.consistency;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.sink.LedgerEntry;

/** One attempt's claim to a shard of a {@link ModelLedger}. */
record ModelOwnership(ModelLedger ledger, int shard, long attempt, boolean fences) {
    /** Takes the shard and rolls back what older attempts have open. */
    LedgerEntry take() {
        check();
        if (fences) {
            ledger.setOwner(shard, attempt);
            ledger.forgetAll(transaction ->
                    transaction.shard == shard && transaction.attempt != attempt && !transaction.isPrepared());
        }
        return entry();
    }

    void check() {
        if (ledger.owner(shard) > attempt) {
            throw new WeirException(
                    ErrorCode.FENCED,
                    "Cannot use shard " + shard + ": attempt " + ledger.owner(shard) + " owns it; attempt " + attempt
                            + " must stop");
        }
    }

    /** The entry as its owner sees it. */
    LedgerEntry entry() {
        LedgerEntry entry = ledger.entry(shard);
        return new LedgerEntry(
                fences ? ledger.owner(shard) : attempt,
                entry.lineage(),
                entry.sequence(),
                entry.position(),
                entry.digest());
    }
}
