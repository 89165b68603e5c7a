package dev.weir.consistency.model;

import dev.weir.consistency.history.OutputRecord;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.fault.Label;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.LedgerEntry;
import dev.weir.sink.LedgerShard;
import dev.weir.sink.UnitRecords;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The write-ahead log's port of a {@link TransactionLog}: records and ledger record in one transaction. */
final class LogLedgerShard implements LedgerShard<OutputRecord> {
    private final LogSession session;
    private final ShardClient client;
    private boolean fenced;

    LogLedgerShard(LogSession session) {
        this.session = session;
        this.client = session.client();
    }

    @Override
    public LedgerEntry fence() {
        LedgerEntry entry = session.fence();
        fenced = true;
        return entry;
    }

    /** By an owner who has lost a reply: not before it is certain that nothing of it can be committed after the answer. */
    @Override
    public @Nullable LedgerEntry read() {
        if (!fenced) {
            return session.readAsStranger();
        }
        session.settle();
        return session.known();
    }

    @Override
    public CommitOutcome apply(LedgerEntry expected, CommitUnit unit, UnitRecords<OutputRecord> records) {
        try {
            session.settle();
            if (!session.known().equals(expected)) {
                session.soil();
                session.settle();
            }
        } catch (WeirException e) {
            if (e.code() == ErrorCode.DESTINATION_UNAVAILABLE) {
                return new CommitOutcome.RetryLater(e);
            }
            throw e;
        }
        LedgerEntry found = session.known();
        if (found.records(unit)) {
            return client.acknowledged(unit, new CommitOutcome.AlreadyCommitted());
        }
        if (!found.equals(expected)) {
            return new CommitOutcome.Lost("the ledger holds " + found + " instead of " + expected);
        }
        return write(unit, records);
    }

    private CommitOutcome write(CommitUnit unit, UnitRecords<OutputRecord> records) {
        List<OutputRecord> read = new ArrayList<>();
        for (OutputRecord record : records) {
            read.add(record);
        }
        try {
            if (!session.write(Rpc.APPLY, unit.sequence(), read)) {
                return lockedOut();
            }
            client.at(Label.COMMIT_AFTER_RECORDS);
            if (session.makes(Mistake.RECORDS_BEFORE_LEDGER) && session.commit(unit) != LogSession.Ended.COMMITTED) {
                return lockedOut();
            }
            if (!session.writeLedger(unit)) {
                return lockedOut();
            }
        } catch (NetworkException e) {
            session.soil();
            return new CommitOutcome.RetryLater(e);
        }
        client.at(Label.COMMIT_AFTER_LEDGER);
        return switch (session.commit(unit)) {
            case COMMITTED -> {
                client.at(Label.COMMIT_AFTER_COMMIT);
                yield client.acknowledged(unit, new CommitOutcome.Committed());
            }
            case REFUSED -> lockedOut();
            case NO_REPLY -> new CommitOutcome.InDoubt(new IllegalStateException("no reply to the commit"));
        };
    }

    /** By another attempt, or because the transaction has expired. */
    private CommitOutcome lockedOut() {
        session.soil();
        return new CommitOutcome.RetryLater(new IllegalStateException("the producer was locked out"));
    }

    @Override
    public void close() {}
}
