package dev.weir.consistency.model;

import dev.weir.consistency.history.OutputRecord;
import dev.weir.fault.Label;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.LedgerEntry;
import dev.weir.sink.PreparedUnit;
import dev.weir.sink.SinkTransaction;
import dev.weir.sink.TransactionShard;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The two-phase port of a {@link Database}: a transaction carries the ledger entry of its unit, and a commit counts when the ledger
 * shows the unit, whatever the server has answered.
 */
final class DatabaseTransactionShard implements TransactionShard<OutputRecord> {
    private static final int BATCH = 4;

    private final Database database;
    private final ShardClient client;
    private final Database.Client identity;

    DatabaseTransactionShard(Database database, ShardClient client) {
        this.database = database;
        this.client = client;
        this.identity = new Database.Client(client.session(), client.shard(), client.attempt(), client.owner());
    }

    @Override
    public LedgerEntry fence() {
        Database.Claim claim = client.callOrThrow(Rpc.FENCE, () -> database.claim(identity, client.nanos()));
        if (!claim.owned()) {
            throw client.fencedBy(claim.entry().attempt());
        }
        return claim.entry();
    }

    @Override
    public SinkTransaction<OutputRecord> begin(String lineage, long sequence) {
        String name = database.sink + "-" + client.shard() + "-" + client.attempt() + "-" + sequence;
        ModelTransaction begun = client.callOrThrow(
                        Rpc.BEGIN, () -> Optional.ofNullable(database.begin(identity, name, client.nanos())))
                .orElse(null);
        if (begun == null) {
            throw fenced();
        }
        return new Open(begun);
    }

    private RuntimeException fenced() {
        LedgerEntry entry = database.entry(client.shard());
        return client.fencedBy(entry == null ? 0 : entry.attempt());
    }

    @Override
    public CommitOutcome commit(PreparedUnit prepared) {
        String name = new String(prepared.handle(), StandardCharsets.UTF_8);
        CommitUnit unit = prepared.unit();
        client.at(Label.COMMIT_AFTER_RECORDS);
        Database.Reply reply;
        try {
            reply = client.call(Rpc.COMMIT, () -> database.commit(identity, name, client.nanos()));
        } catch (NetworkException e) {
            if (database.makes(Mistake.FAILURE_SWALLOWED)) {
                return client.acknowledged(unit, new CommitOutcome.Committed());
            }
            return ShardClient.afterCommit(e);
        }
        return switch (reply) {
            case DONE -> done(unit, name);
            case UNKNOWN -> unknown(unit, name);
            case BUSY -> new CommitOutcome.RetryLater(new IllegalStateException("transaction " + name + " is busy"));
            case FENCED -> throw fenced();
            case ROLLED_BACK_ALONE, COMMITTED_ALONE -> decidedAlone(reply, unit, name);
        };
    }

    private CommitOutcome done(CommitUnit unit, String name) {
        client.at(Label.COMMIT_AFTER_COMMIT);
        if (database.makes(Mistake.REPLY_BELIEVED)) {
            return client.acknowledged(unit, new CommitOutcome.Committed());
        }
        return byLedger(unit, new CommitOutcome.Committed(), "the server said that it has committed transaction " + name);
    }

    private CommitOutcome unknown(CommitUnit unit, String name) {
        if (database.makes(Mistake.UNKNOWN_IS_COMMITTED) || database.makes(Mistake.FAILURE_SWALLOWED)) {
            return client.acknowledged(unit, new CommitOutcome.AlreadyCommitted());
        }
        return byLedger(unit, new CommitOutcome.AlreadyCommitted(), "transaction " + name + " is not there");
    }

    /** The server keeps such a transaction in its list until it is told to forget it. */
    private CommitOutcome decidedAlone(Database.Reply reply, CommitUnit unit, String name) {
        if (database.makes(Mistake.HEURISTIC_SWALLOWED)) {
            return client.acknowledged(unit, new CommitOutcome.Committed());
        }
        CommitOutcome outcome =
                byLedger(unit, new CommitOutcome.AlreadyCommitted(), "the server has ended transaction " + name + ": " + reply);
        if (!(outcome instanceof CommitOutcome.InDoubt)) {
            client.callInVain(Rpc.ABORT, () -> database.abort(identity, name, client.nanos()));
        }
        return outcome;
    }

    private CommitOutcome byLedger(CommitUnit unit, CommitOutcome known, String reason) {
        try {
            LedgerEntry entry = client.call(Rpc.READ, () -> Optional.ofNullable(database.entry(client.shard())))
                    .orElse(null);
            return entry != null && entry.records(unit)
                    ? client.acknowledged(unit, known)
                    : new CommitOutcome.Lost(reason + ", and the ledger holds " + entry);
        } catch (NetworkException e) {
            return new CommitOutcome.InDoubt(e);
        }
    }

    @Override
    public void abortAllBut(List<byte[]> handles) {
        Set<String> kept = new HashSet<>();
        for (byte[] handle : handles) {
            kept.add(new String(handle, StandardCharsets.UTF_8));
        }
        for (String name : client.callOrThrow(Rpc.LIST, () -> database.prepared(client.shard()))) {
            if (!kept.contains(name)) {
                client.at(Label.ABORT_BEFORE);
                Database.Reply reply =
                        client.callOrThrow(Rpc.ABORT, () -> database.abort(identity, name, client.nanos()));
                if (reply == Database.Reply.FENCED) {
                    throw fenced();
                }
            }
        }
    }

    @Override
    public void close() {}

    private final class Open implements SinkTransaction<OutputRecord> {
        private final ModelTransaction transaction;
        private List<OutputRecord> batch = new ArrayList<>(BATCH);
        private int statements;

        Open(ModelTransaction transaction) {
            this.transaction = transaction;
        }

        @Override
        public void write(OutputRecord value) {
            batch.add(value);
            if (batch.size() == BATCH) {
                flush();
            }
        }

        private void flush() {
            List<OutputRecord> sent = batch;
            if (sent.isEmpty()) {
                return;
            }
            int statement = statements;
            if (!client.callOrThrow(Rpc.WRITE, () -> transaction.write(statement, sent))) {
                throw client.ended("a transaction");
            }
            statements++;
            batch = new ArrayList<>(BATCH);
        }

        @Override
        public byte[] prepare(CommitUnit unit) {
            flush();
            if (!client.callOrThrow(Rpc.PREPARE, () -> prepareOrCommit(unit))) {
                throw client.ended("a transaction");
            }
            return transaction.name.getBytes(StandardCharsets.UTF_8);
        }

        private boolean prepareOrCommit(CommitUnit unit) {
            boolean prepared = database.prepare(transaction, unit, client.nanos());
            if (prepared && database.makes(Mistake.COMMIT_AT_PREPARE)) {
                database.commit(transaction, client.attempt(), client.nanos());
            }
            return prepared;
        }

        /** By ending the connection; what is prepared stays. */
        @Override
        public void abort() {
            client.callInVain(Rpc.ABORT, () -> database.abandon(transaction, client.nanos()));
        }
    }
}
