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
 * The two-phase port of a {@link TransactionServer}: a transaction carries the ledger entry of its unit, and a commit counts when the ledger
 * shows the unit, whatever the server has answered.
 */
final class PreparingShard implements TransactionShard<OutputRecord> {
    private static final int BATCH = 4;

    private final TransactionServer server;
    private final ShardClient client;
    private final TransactionServer.Client identity;

    PreparingShard(TransactionServer server, ShardClient client) {
        this.server = server;
        this.client = client;
        this.identity = client.identity();
    }

    @Override
    public LedgerEntry fence() {
        TransactionServer.Claim claim = client.callOrThrow(Rpc.FENCE, () -> server.claim(identity, client.nanos()));
        if (!claim.owned()) {
            throw client.fencedBy(claim.entry().attempt());
        }
        return claim.entry();
    }

    @Override
    public SinkTransaction<OutputRecord> begin(String lineage, long sequence) {
        ModelTransaction begun = client.callOrThrow(
                        Rpc.BEGIN, () -> Optional.ofNullable(server.begin(identity, sequence, client.nanos())))
                .orElse(null);
        if (begun == null) {
            throw fenced();
        }
        return new Open(begun);
    }

    /** By someone newer, or by a request of its own that arrived late. */
    private RuntimeException fenced() {
        LedgerEntry entry = server.entry(client.shard());
        return client.fencedBy(entry == null ? 0 : entry.attempt());
    }

    @Override
    public CommitOutcome commit(PreparedUnit prepared) {
        String name = new String(prepared.handle(), StandardCharsets.UTF_8);
        CommitUnit unit = prepared.unit();
        client.at(Label.COMMIT_AFTER_RECORDS);
        TransactionServer.Reply reply;
        try {
            reply = client.call(Rpc.COMMIT, () -> server.commit(identity, name, client.nanos()));
        } catch (NetworkException e) {
            if (server.makes(Mistake.FAILURE_SWALLOWED)) {
                return client.acknowledged(unit, new CommitOutcome.Committed());
            }
            return ShardClient.afterCommit(e);
        }
        return switch (reply) {
            case DONE -> done(unit, name);
            case UNKNOWN -> unknown(unit, name);
            case FENCED -> throw fenced();
            case ROLLED_BACK_ALONE, COMMITTED_ALONE -> decidedAlone(reply, unit, name);
        };
    }

    private CommitOutcome done(CommitUnit unit, String name) {
        client.at(Label.COMMIT_AFTER_COMMIT);
        if (server.makes(Mistake.REPLY_BELIEVED)) {
            return client.acknowledged(unit, new CommitOutcome.Committed());
        }
        return byLedger(
                unit, new CommitOutcome.Committed(), "the server said that it has committed transaction " + name);
    }

    private CommitOutcome unknown(CommitUnit unit, String name) {
        if (server.makes(Mistake.UNKNOWN_IS_COMMITTED) || server.makes(Mistake.FAILURE_SWALLOWED)) {
            return client.acknowledged(unit, new CommitOutcome.AlreadyCommitted());
        }
        return byLedger(unit, new CommitOutcome.AlreadyCommitted(), "transaction " + name + " is not there");
    }

    /** The server keeps such a transaction in its list until it is told to forget it. */
    private CommitOutcome decidedAlone(TransactionServer.Reply reply, CommitUnit unit, String name) {
        if (server.makes(Mistake.HEURISTIC_SWALLOWED)) {
            return client.acknowledged(unit, new CommitOutcome.Committed());
        }
        CommitOutcome outcome = byLedger(
                unit, new CommitOutcome.AlreadyCommitted(), "the server has ended transaction " + name + ": " + reply);
        if (!(outcome instanceof CommitOutcome.InDoubt)) {
            client.callInVain(Rpc.ABORT, () -> server.abort(identity, name, client.nanos()));
        }
        return outcome;
    }

    /** Units follow each other without gaps, so a later one in the ledger stands for all before it. */
    private static boolean knows(LedgerEntry entry, CommitUnit unit) {
        return entry.records(unit) || (entry.lineage().equals(unit.lineage()) && entry.sequence() > unit.sequence());
    }

    private CommitOutcome byLedger(CommitUnit unit, CommitOutcome known, String reason) {
        try {
            LedgerEntry entry = client.call(Rpc.READ, () -> Optional.ofNullable(server.entry(client.shard())))
                    .orElse(null);
            if (entry != null && knows(entry, unit)) {
                return client.acknowledged(unit, known);
            }
            return new CommitOutcome.Lost(reason + ", and the ledger holds " + entry);
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
        List<String> listed = client.callOrThrow(
                        Rpc.LIST,
                        () -> server.owns(identity) || server.makes(Mistake.UNFENCED_ABORT)
                                ? Optional.of(server.prepared(client.shard()))
                                : Optional.<List<String>>empty())
                .orElseThrow(this::fenced);
        for (String name : listed) {
            if (!kept.contains(name)) {
                client.at(Label.ABORT_BEFORE);
                TransactionServer.Reply reply =
                        client.callOrThrow(Rpc.ABORT, () -> server.abort(identity, name, client.nanos()));
                if (reply == TransactionServer.Reply.FENCED) {
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
            if (!client.callOrThrow(Rpc.WRITE, () -> server.write(transaction, statement, sent))) {
                throw client.ended("a transaction");
            }
            statements++;
            batch = new ArrayList<>(BATCH);
        }

        @Override
        public byte[] prepare(CommitUnit unit) {
            if (!server.makes(Mistake.NO_FLUSH)) {
                flush();
            }
            if (!client.callOrThrow(Rpc.PREPARE, () -> prepareOrCommit(unit))) {
                throw client.ended("a transaction");
            }
            return transaction.name.getBytes(StandardCharsets.UTF_8);
        }

        private boolean prepareOrCommit(CommitUnit unit) {
            boolean prepared = server.prepare(transaction, unit, client.nanos());
            if (prepared && server.makes(Mistake.COMMIT_AT_PREPARE)) {
                server.commit(identity, transaction.name, client.nanos());
            }
            return prepared;
        }

        /** By ending the connection; what is prepared stays. */
        @Override
        public void abort() {
            batch.clear();
            client.callInVain(Rpc.ABORT, () -> server.abandon(transaction, client.nanos()));
        }
    }
}
