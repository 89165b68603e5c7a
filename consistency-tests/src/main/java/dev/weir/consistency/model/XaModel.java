package dev.weir.consistency.model;

import dev.weir.codec.Codec;
import dev.weir.codec.CodecRegistry;
import dev.weir.consistency.history.Event;
import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.job.OutputCodec;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.sink.LedgerShard;
import dev.weir.sink.ShardContext;
import dev.weir.sink.Sink;
import dev.weir.sink.SupportsTwoPhaseCommit;
import dev.weir.sink.SupportsWriteAheadLog;
import dev.weir.sink.TransactionShard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * An XA resource manager (X/Open XA, 1991) with a ledger inside. A branch that was ended is unknown ({@code XAER_NOTA}); a prepared
 * one survives every crash, unless the manager decides alone ({@code XA_HEURRB}, {@code XA_HEURCOM}), which it remembers until it is
 * told to forget; and there is one that answers yes and commits nothing, as MariaDB 11.4 was seen to do while it ends the session
 * that prepared the branch.
 */
public final class XaModel implements ModelDestination {
    private final Habit habit;
    /** Nanoseconds, or the number of commits, until it shows its habit. */
    private final long patience;

    private final Set<Mistake> mistakes;
    private final Map<String, Manager> managers = new TreeMap<>();

    /** What it does that nobody asked for. */
    private enum Habit {
        NONE,
        ROLLS_BACK,
        COMMITS,
        ANSWERS_IN_VAIN
    }

    private XaModel(Habit habit, long patience, Mistake[] mistakes) {
        this.habit = habit;
        this.patience = patience;
        this.mistakes = EnumSet.noneOf(Mistake.class);
        this.mistakes.addAll(List.of(mistakes));
    }

    /** One that keeps every prepared branch. */
    public static XaModel keeping(Mistake... mistakes) {
        return new XaModel(Habit.NONE, 0, mistakes);
    }

    /** One that rolls a branch back that was prepared for so long. It breaks the contract of plain two-phase. */
    public static XaModel rollingBackAfter(Duration patience, Mistake... mistakes) {
        return new XaModel(Habit.ROLLS_BACK, patience.toNanos(), mistakes);
    }

    /** One that commits a branch that was prepared for so long. It breaks the contract of both strategies. */
    public static XaModel committingAfter(Duration patience, Mistake... mistakes) {
        return new XaModel(Habit.COMMITS, patience.toNanos(), mistakes);
    }

    /**
     * One that answers yes to a commit from another session than the one that prepared, and does nothing, at every {@code every}th
     * such commit. It breaks the contract of plain two-phase.
     */
    public static XaModel answeringInVain(int every, Mistake... mistakes) {
        return new XaModel(Habit.ANSWERS_IN_VAIN, every, mistakes);
    }

    @Override
    public List<DeliveryStrategy> strategies() {
        return List.of(DeliveryStrategy.TWO_PHASE_INSURED, DeliveryStrategy.TWO_PHASE);
    }

    @Override
    public Sink<OutputRecord> connect(Session session) {
        return new XaSink(session, manager(session.sink()).database);
    }

    private Manager manager(String sink) {
        Manager known = managers.get(sink);
        if (known == null) {
            known = new Manager(sink);
            managers.put(sink, known);
        }
        return known;
    }

    @Override
    public void sessionLost(Session session) {
        manager(session.sink()).database.sessionLost(session);
    }

    @Override
    public void timePassed(long nanos) {
        managers.values().forEach(manager -> manager.timePassed(nanos));
    }

    /** The server is started again: what it had lost sight of is listed again. */
    public void restart() {
        managers.values().forEach(Manager::restart);
    }

    @Override
    public void look(String sink, long nanos, Consumer<Event> observer) {
        manager(sink).database.look(nanos, observer);
        observer.accept(new Event.LookEnded(nanos, sink));
    }

    @Override
    public List<String> inDoubt() {
        List<String> names = new ArrayList<>();
        for (Manager manager : managers.values()) {
            manager.database.transactions().forEach(transaction -> names.add(transaction.name));
            names.addAll(manager.decided.keySet());
        }
        return names;
    }

    @Override
    public long bookkeeping() {
        long count = 0;
        for (Manager manager : managers.values()) {
            count += manager.database.rows() + manager.database.transactions().size() + manager.decided.size();
        }
        return count;
    }

    private record Decision(int shard, TransactionServer.Reply reply) {}

    private final class Manager implements Branches {
        private final Database database;
        private final Map<String, Decision> decided = new TreeMap<>();
        private final List<ModelTransaction> outOfSight = new ArrayList<>();
        private long strangers;

        Manager(String sink) {
            database = new Database(sink, mistakes, this);
        }

        void timePassed(long nanos) {
            if (habit != Habit.ROLLS_BACK && habit != Habit.COMMITS) {
                return;
            }
            for (ModelTransaction branch : database.transactions()) {
                if (branch.state() == ModelTransaction.State.PREPARED && nanos - branch.since >= patience) {
                    decide(branch, nanos);
                }
            }
        }

        private void decide(ModelTransaction branch, long nanos) {
            boolean commits = habit == Habit.COMMITS;
            decided.put(
                    branch.name,
                    new Decision(
                            branch.shard,
                            commits
                                    ? TransactionServer.Reply.COMMITTED_ALONE
                                    : TransactionServer.Reply.ROLLED_BACK_ALONE));
            if (commits) {
                database.commit(branch, 0, nanos);
            } else {
                database.end(branch, 0, false, nanos);
            }
        }

        void restart() {
            outOfSight.forEach(database::list);
            outOfSight.clear();
        }

        @Override
        public TransactionServer.Reply remembered(String name) {
            Decision decision = decided.get(name);
            return decision == null ? TransactionServer.Reply.UNKNOWN : decision.reply();
        }

        @Override
        public boolean forget(String name) {
            return decided.remove(name) != null;
        }

        @Override
        public List<String> listed(int shard) {
            List<String> names = new ArrayList<>();
            decided.forEach((name, decision) -> {
                if (decision.shard() == shard) {
                    names.add(name);
                }
            });
            return names;
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // the same connection, not an equal one
        public boolean answersInVain(ModelTransaction transaction, TransactionServer.Client client) {
            if (habit != Habit.ANSWERS_IN_VAIN || transaction.session == client.session()) {
                return false;
            }
            strangers++;
            boolean inVain = strangers % patience == 0;
            if (inVain) {
                outOfSight.add(transaction);
            }
            return inVain;
        }
    }

    private final class XaSink implements SupportsWriteAheadLog<OutputRecord>, SupportsTwoPhaseCommit<OutputRecord> {
        private final Session session;
        private final Database database;

        XaSink(Session session, Database database) {
            this.session = session;
            this.database = database;
        }

        @Override
        public String kind() {
            return "model-xa";
        }

        @Override
        public List<DeliveryStrategy> strategies() {
            return XaModel.this.strategies();
        }

        @Override
        public Codec<OutputRecord> recordCodec(CodecRegistry registry) {
            return new OutputCodec();
        }

        @Override
        public LedgerShard<OutputRecord> openShard(ShardContext context) {
            return new DatabaseLedgerShard(database, new ShardClient(session, context));
        }

        @Override
        public TransactionShard<OutputRecord> openTransactionShard(ShardContext context) {
            return new PreparingShard(database, new ShardClient(session, context));
        }
    }
}
