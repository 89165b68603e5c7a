package dev.weir.delivery;

import dev.weir.sink.LedgerEntry;
import dev.weir.sink.LedgerShard;
import dev.weir.sink.TransactionShard;
import org.jspecify.annotations.Nullable;

/**
 * What a destination offers for one shard: a ledger to apply units by, transactions to prepare, or both over one ledger.
 */
record UnitPorts<T>(
        @Nullable LedgerShard<T> ledger, @Nullable TransactionShard<T> transactions) implements AutoCloseable {
    /** The ledger's entry, or null if the destination keeps none. */
    @Nullable
    LedgerEntry fence() {
        @Nullable LedgerEntry entry = transactions == null ? null : transactions.fence();
        if (ledger == null || (transactions != null && entry == null)) {
            return entry;
        }
        return ledger.fence();
    }

    @Override
    public void close() {
        try {
            if (transactions != null) {
                transactions.close();
            }
        } finally {
            if (ledger != null) {
                ledger.close();
            }
        }
    }
}
