package dev.weir.delivery;

import dev.weir.sink.InsuredShard;
import dev.weir.sink.LedgerEntry;
import dev.weir.sink.LedgerShard;
import dev.weir.sink.TransactionShard;
import org.jspecify.annotations.Nullable;

/**
 * What a destination offers for one shard: a ledger to apply units by, transactions to prepare, or both over one ledger.
 */
record UnitPorts<T>(
        @Nullable LedgerShard<T> ledger, @Nullable TransactionShard<T> transactions) implements AutoCloseable {
    /** Both ports in one object. */
    static <T> UnitPorts<T> of(InsuredShard<T> both) {
        return new UnitPorts<>(both, both);
    }

    /** The ledger's entry, or null if the destination keeps none. */
    @SuppressWarnings("ReferenceEquality") // one object or two
    @Nullable
    LedgerEntry fence() {
        @Nullable LedgerEntry entry = transactions == null ? null : transactions.fence();
        if (ledger == null || ledger == transactions || (transactions != null && entry == null)) {
            return entry;
        }
        return ledger.fence();
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // one object or two
    public void close() {
        try {
            if (transactions != null) {
                transactions.close();
            }
        } finally {
            if (ledger != null && ledger != transactions) {
                ledger.close();
            }
        }
    }
}
