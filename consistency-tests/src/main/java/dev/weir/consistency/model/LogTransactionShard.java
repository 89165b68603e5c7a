package dev.weir.consistency.model;

import dev.weir.consistency.history.OutputRecord;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.fault.Label;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.InsuredShard;
import dev.weir.sink.LedgerEntry;
import dev.weir.sink.PreparedUnit;
import dev.weir.sink.SinkTransaction;
import dev.weir.sink.UnitRecords;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The insured port of a {@link TransactionLog}: one producer with one open transaction, which is the next unit's. Records of
 * later units wait in the client, so that whatever becomes of a unit, it lies before them in the log.
 *
 * <p>A transaction that fails, expires, or belongs to another process is given up: the unit is Lost, and the runtime writes it from its
 * segment by {@link #apply} before the one after it gets its turn.
 */
final class LogTransactionShard implements InsuredShard<OutputRecord> {
    private final LogSession session;
    private final ShardClient client;
    private final LogLedgerShard ledger;
    /** Begun and not known as committed, the oldest first. */
    private final Deque<Open> units = new ArrayDeque<>();

    LogTransactionShard(LogSession session) {
        this.session = session;
        this.client = session.client();
        this.ledger = new LogLedgerShard(session);
    }

    @Override
    public LedgerEntry fence() {
        return ledger.fence();
    }

    @Override
    public @Nullable LedgerEntry read() {
        return ledger.read();
    }

    @Override
    public CommitOutcome apply(LedgerEntry expected, CommitUnit unit, UnitRecords<OutputRecord> records) {
        return ledger.apply(expected, unit, records);
    }

    @Override
    public SinkTransaction<OutputRecord> begin(String lineage, long sequence) {
        Open open = new Open(sequence);
        units.add(open);
        return open;
    }

    @Override
    public CommitOutcome commit(PreparedUnit prepared) {
        CommitUnit unit = prepared.unit();
        Open open = named(new String(prepared.handle(), StandardCharsets.UTF_8));
        if (open == null || open.givenUp || !session.isNext(unit.sequence())) {
            return byLedger(unit, open);
        }
        open.send();
        client.at(Label.COMMIT_AFTER_RECORDS);
        if (open.givenUp && !session.makes(Mistake.GIVEN_UP_FORGOTTEN)) {
            return byLedger(unit, open);
        }
        try {
            if (session.makes(Mistake.RECORDS_BEFORE_LEDGER) && session.commit(unit) != LogSession.Ended.COMMITTED) {
                open.giveUp();
                return byLedger(unit, open);
            }
            if (!session.writeLedger(unit)) {
                open.giveUp();
                if (!session.makes(Mistake.GIVEN_UP_FORGOTTEN) || !session.writeLedger(unit)) {
                    return byLedger(unit, open);
                }
            }
        } catch (NetworkException e) {
            open.giveUp();
            return new CommitOutcome.RetryLater(e);
        }
        client.at(Label.COMMIT_AFTER_LEDGER);
        return switch (session.commit(unit)) {
            case COMMITTED -> {
                client.at(Label.COMMIT_AFTER_COMMIT);
                units.remove(open);
                yield client.acknowledged(unit, new CommitOutcome.Committed());
            }
            case REFUSED -> {
                open.giveUp();
                yield byLedger(unit, open);
            }
            case NO_REPLY -> {
                open.giveUp();
                yield new CommitOutcome.InDoubt(new IllegalStateException("no reply to the commit"));
            }
        };
    }

    private @Nullable Open named(String name) {
        for (Open open : units) {
            if (open.name().equals(name)) {
                return open;
            }
        }
        return null;
    }

    /** Units follow each other without gaps, so a later one in the ledger stands for all before it. */
    private static boolean knows(LedgerEntry entry, CommitUnit unit) {
        return entry.records(unit) || (entry.lineage().equals(unit.lineage()) && entry.sequence() > unit.sequence());
    }

    /** Settles what became of a unit whose transaction is gone. */
    private CommitOutcome byLedger(CommitUnit unit, @Nullable Open open) {
        if (open != null && open.givenUp) {
            session.soil();
        }
        try {
            session.settle();
        } catch (WeirException e) {
            if (e.code() == ErrorCode.DESTINATION_UNAVAILABLE) {
                return new CommitOutcome.InDoubt(e);
            }
            throw e;
        }
        if (open != null) {
            units.remove(open);
        }
        LedgerEntry entry = session.known();
        if (knows(entry, unit) || session.makes(Mistake.UNKNOWN_IS_COMMITTED)) {
            return client.acknowledged(unit, new CommitOutcome.AlreadyCommitted());
        }
        return new CommitOutcome.Lost("its transaction was given up, and the ledger holds " + entry);
    }

    /** The fence has aborted whatever was open, and of this attempt's own nothing is begun yet. */
    @Override
    public void abortAllBut(List<byte[]> handles) {
        session.requireOwner();
    }

    @Override
    public void close() {}

    /** One unit, from its first record to its commit. */
    private final class Open implements SinkTransaction<OutputRecord> {
        private static final int BATCH = 4;
        private static final int FULL = 3;

        private final long sequence;
        private List<OutputRecord> waiting = new ArrayList<>();
        private boolean sent;
        private boolean givenUp;

        Open(long sequence) {
            this.sequence = sequence;
        }

        /** Says who has the transaction: to another process it is lost. */
        String name() {
            return client.shard() + "-" + sequence + " of " + client.attempt();
        }

        @Override
        public void write(OutputRecord value) {
            if (givenUp) {
                return;
            }
            waiting.add(value);
            if (waiting.size() >= BATCH && session.isNext(sequence)) {
                send();
            }
        }

        @Override
        public boolean isFull() {
            return waiting.size() >= FULL && !session.isNext(sequence);
        }

        /** Sends what waits, or gives the unit up. */
        void send() {
            if (givenUp || waiting.isEmpty()) {
                return;
            }
            List<OutputRecord> records = waiting;
            waiting = new ArrayList<>();
            sent = true;
            try {
                if (!session.write(Rpc.WRITE, sequence, records)) {
                    giveUp();
                }
            } catch (NetworkException e) {
                giveUp();
            }
        }

        void giveUp() {
            if (session.makes(Mistake.GIVEN_UP_FORGOTTEN)) {
                reopen();
                return;
            }
            givenUp = true;
            waiting = List.of();
            session.soil();
        }

        /** The mistake: a new transaction, and on with it. */
        private void reopen() {
            session.soil();
            session.settle();
        }

        @Override
        public byte[] prepare(CommitUnit unit) {
            if (session.isNext(sequence)) {
                send();
            }
            return name().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void abort() {
            if (sent && !givenUp) {
                session.abort(sequence);
            }
            for (Iterator<Open> all = units.iterator(); all.hasNext(); ) {
                if (all.next() == this) {
                    all.remove();
                }
            }
        }
    }
}
