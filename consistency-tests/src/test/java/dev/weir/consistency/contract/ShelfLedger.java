package dev.weir.consistency.contract;

import dev.weir.consistency.history.OutputRecord;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.LedgerEntry;
import dev.weir.sink.LedgerShard;
import dev.weir.sink.UnitRecords;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A shelf's ledger and records in one step, under the shelf's lock. */
final class ShelfLedger implements LedgerShard<OutputRecord> {
    private static final long RACE_MILLIS = 50;

    private final Shelf shelf;
    private final PortContext context;
    private final ShelfPort port;
    private boolean fenced;

    ShelfLedger(Shelf shelf, PortContext context) {
        this.shelf = shelf;
        this.context = context;
        this.port = new ShelfPort(shelf);
    }

    private static WeirException fenced(String why) {
        return new WeirException(ErrorCode.FENCED, "Cannot use the shelf: " + why + "; stop");
    }

    @Override
    public LedgerEntry fence() {
        if (fenced && shelf.makes(Flaw.FENCES_ONCE)) {
            throw fenced("it was fenced before");
        }
        fenced = true;
        return shelf.fence(context);
    }

    @Override
    public @Nullable LedgerEntry read() {
        if (!fenced && shelf.makes(Flaw.READ_NEEDS_FENCE)) {
            throw fenced("it was never fenced");
        }
        return shelf.entry(context);
    }

    @Override
    public CommitOutcome apply(LedgerEntry expected, CommitUnit unit, UnitRecords<OutputRecord> records) {
        if (shelf.makes(Flaw.CHECKS_BEFORE_IT_WAITS)) {
            return applyLate(unit, records);
        }
        synchronized (shelf) {
            shelf.requireOwned(context, Flaw.OLDER_APPLIES);
            LedgerEntry found = shelf.entry(context);
            if (found == null) {
                return new CommitOutcome.Lost("the shard's row is gone");
            }
            if (found.records(unit) && !shelf.makes(Flaw.APPLIES_AGAIN)) {
                return new CommitOutcome.AlreadyCommitted();
            }
            if (!found.equals(expected)
                    && !shelf.makes(Flaw.EXPECTED_IGNORED)
                    && !shelf.makes(Flaw.APPLIES_AGAIN)
                    && !shelf.makes(Flaw.OLDER_APPLIES)) {
                return new CommitOutcome.Lost("the ledger holds " + found);
            }
            List<OutputRecord> read = read(records);
            if (shelf.makes(Flaw.APPLY_DROPS_LAST)) {
                read = read.subList(0, Math.max(0, read.size() - 1));
            }
            shelf.commit(context, unit, shelf.makes(Flaw.WRITES_WHILE_READING) ? List.of() : read);
            return new CommitOutcome.Committed();
        }
    }

    private List<OutputRecord> read(UnitRecords<OutputRecord> records) {
        List<OutputRecord> read = new ArrayList<>();
        for (OutputRecord record : records) {
            if (shelf.makes(Flaw.WRITES_WHILE_READING)) {
                shelf.append(record);
            }
            read.add(record);
        }
        return read;
    }

    /** Looks who owns the shard, takes its time, and writes. */
    private CommitOutcome applyLate(CommitUnit unit, UnitRecords<OutputRecord> records) {
        LedgerEntry found = shelf.entry(context);
        if (found != null && found.records(unit)) {
            return new CommitOutcome.AlreadyCommitted();
        }
        long end = System.nanoTime() + RACE_MILLIS * 1_000_000;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        shelf.commit(context, unit, read(records));
        return new CommitOutcome.Committed();
    }

    @Override
    public void close() {
        port.close();
    }
}
