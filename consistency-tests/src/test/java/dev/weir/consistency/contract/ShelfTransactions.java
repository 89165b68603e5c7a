package dev.weir.consistency.contract;

import dev.weir.consistency.history.OutputRecord;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.LedgerEntry;
import dev.weir.sink.PreparedUnit;
import dev.weir.sink.SinkTransaction;
import dev.weir.sink.TransactionShard;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A shelf's prepared transactions; an open one is only in its session. */
final class ShelfTransactions implements TransactionShard<OutputRecord> {
    private final Shelf shelf;
    private final PortContext context;
    private final ShelfPort port;

    ShelfTransactions(Shelf shelf, PortContext context) {
        this.shelf = shelf;
        this.context = context;
        this.port = new ShelfPort(shelf);
    }

    @Override
    public LedgerEntry fence() {
        return shelf.fence(context);
    }

    @Override
    public SinkTransaction<OutputRecord> begin(String lineage, long sequence) {
        shelf.requireOwned(context, Flaw.OLDER_PREPARES);
        if (shelf.makes(Flaw.ONE_TRANSACTION_AT_A_TIME) && shelf.anyPrepared(context)) {
            throw new WeirException(ErrorCode.DESTINATION_REJECTED, "Cannot begin: one is prepared; commit it first");
        }
        return new Open(context.shard() + "/" + context.attempt() + "/" + sequence);
    }

    private static String name(byte[] handle) {
        return new String(handle, StandardCharsets.UTF_8);
    }

    @Override
    public CommitOutcome commit(PreparedUnit unit) {
        synchronized (shelf) {
            shelf.requireOwned(context, Flaw.OLDER_COMMITS);
            String name = name(unit.handle());
            Shelf.Prepared found = shelf.take(name);
            if (found != null) {
                List<OutputRecord> records = found.records();
                boolean drops = shelf.makes(Flaw.COMMIT_DROPS_LAST) && !records.isEmpty();
                shelf.commit(context, found.unit(), drops ? records.subList(1, records.size()) : records);
                return new CommitOutcome.Committed();
            }
            LedgerEntry entry = shelf.entry(context);
            boolean known = entry != null && entry.records(unit.unit()) && !shelf.makes(Flaw.COMMIT_REPEATED_IS_LOST);
            return known || shelf.makes(Flaw.UNKNOWN_IS_COMMITTED)
                    ? new CommitOutcome.AlreadyCommitted()
                    : new CommitOutcome.Lost("there is no transaction " + name);
        }
    }

    @Override
    public void abortAllBut(List<byte[]> handles) {
        synchronized (shelf) {
            shelf.requireOwned(context, Flaw.OLDER_ABORTS);
            shelf.abortAllBut(
                    context, handles.stream().map(ShelfTransactions::name).toList());
        }
    }

    @Override
    public void close() {
        port.close();
        if (shelf.makes(Flaw.CLOSE_ENDS_PREPARED)) {
            shelf.endPrepared(context);
        }
    }

    private final class Open implements SinkTransaction<OutputRecord> {
        private final String name;
        private final List<OutputRecord> records = new ArrayList<>();

        Open(String name) {
            this.name = name;
        }

        @Override
        public void write(OutputRecord value) {
            records.add(value);
        }

        @Override
        public byte[] prepare(CommitUnit unit) {
            synchronized (shelf) {
                shelf.requireOwned(context, Flaw.OLDER_PREPARES);
                if (shelf.makes(Flaw.VISIBLE_AT_PREPARE)) {
                    shelf.commit(context, unit, records);
                } else if (!(records.isEmpty() && shelf.makes(Flaw.EMPTY_TRANSACTION_FORGOTTEN))) {
                    shelf.prepare(name, new Shelf.Prepared(context.shard(), unit, List.copyOf(records)));
                }
            }
            return name.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void abort() {
            if (shelf.makes(Flaw.ABORT_COMMITS)) {
                records.forEach(shelf::append);
            }
        }
    }
}
