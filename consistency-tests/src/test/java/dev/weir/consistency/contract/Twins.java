package dev.weir.consistency.contract;

import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.subject.Destination;
import dev.weir.consistency.subject.SinkUnderTest;
import dev.weir.error.WeirException;
import dev.weir.sink.CommitOutcome;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.sink.LedgerEntry;
import dev.weir.sink.LedgerShard;
import dev.weir.sink.PreparedUnit;
import dev.weir.sink.SinkTransaction;
import dev.weir.sink.TransactionShard;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes each call on a model and on the real thing, and compares the answers. */
@SuppressWarnings("try") // close() may be interrupted like any other call
final class Twins implements AutoCloseable {
    private static final int RETRIES = 200;

    private final List<Ports> worlds;
    private final List<String> log = new ArrayList<>();
    private String difference = "";
    private long calls;

    /** One of the two. */
    record World(SinkUnderTest subject, Destination destination) {}

    Twins(World model, World real, DeliveryStrategy strategy, int shard) {
        this.worlds = List.of(new Ports(model, strategy, shard), new Ports(real, strategy, shard));
    }

    /** The ports of all attempts in one world. */
    static final class Ports {
        final Stage stage;
        private final Destination destination;
        private final int shard;
        private final Map<Long, LedgerShard<OutputRecord>> ledgers = new HashMap<>();
        private final Map<Long, TransactionShard<OutputRecord>> transactions = new HashMap<>();
        /** By name, which is the same in both worlds. */
        final Map<String, byte[]> handles = new HashMap<>();

        final Map<Long, SinkTransaction<OutputRecord>> open = new HashMap<>();

        Ports(World world, DeliveryStrategy strategy, int shard) {
            this.stage = new Stage(world.subject, world.destination, strategy);
            this.destination = world.destination;
            this.shard = shard;
        }

        private PortContext context(long attempt) {
            return PortContext.of(attempt).ofShard(shard);
        }

        LedgerShard<OutputRecord> ledger(long attempt) throws Exception {
            LedgerShard<OutputRecord> port = ledgers.get(attempt);
            if (port == null) {
                port = stage.ledger(context(attempt));
                ledgers.put(attempt, port);
            }
            return port;
        }

        TransactionShard<OutputRecord> transactions(long attempt) throws Exception {
            TransactionShard<OutputRecord> port = transactions.get(attempt);
            if (port == null) {
                port = stage.transactions(context(attempt));
                transactions.put(attempt, port);
            }
            return port;
        }

        void close(long attempt) {
            LedgerShard<OutputRecord> ledger = ledgers.remove(attempt);
            if (ledger != null) {
                ledger.close();
            }
            TransactionShard<OutputRecord> shardPort = transactions.remove(attempt);
            if (shardPort != null) {
                shardPort.close();
            }
            open.remove(attempt);
        }

        PreparedUnit prepared(CommitUnit unit, String name) {
            byte[] handle = handles.get(name);
            if (handle == null) {
                throw new IllegalStateException("there is no handle " + name);
            }
            return new PreparedUnit(unit, handle);
        }

        List<OutputRecord> records(CommitUnit unit) {
            int to = (int) unit.position();
            List<OutputRecord> records = new ArrayList<>();
            for (OutputRecord each : stage.records(1, to - (int) unit.recordCount(), to)) {
                records.add(new OutputRecord(
                        shard, each.offset(), each.key(), each.sequence(), each.hash(), shard, 1, unit.sequence()));
            }
            return records;
        }

        private List<Long> visible() throws Exception {
            List<Long> offsets = new ArrayList<>();
            destination.read(record -> {
                if (record.shard() == shard) {
                    offsets.add(record.offset());
                }
            });
            offsets.sort(null);
            return offsets;
        }

        private int inDoubt() throws Exception {
            return destination instanceof Destination.SupportsInDoubt inDoubt && !transactions.isEmpty()
                    ? inDoubt.inDoubt().size()
                    : 0;
        }
    }

    /** A call to a port. */
    interface Call {
        Object on(Ports ports) throws Exception;
    }

    /** Makes the call on both; returns whether it was answered without an error, and nothing differed so far. */
    boolean call(String name, Call call) throws Exception {
        return "OK".equals(answer(name, call))
                || (difference.isEmpty() && !lastAnswer().startsWith("throws"));
    }

    /** Makes the call on both and returns the model's answer. */
    String answer(String name, Call call) throws Exception {
        calls++;
        String expected = answerOf(worlds.get(0), call);
        String actual = answerOf(worlds.get(1), call);
        log.add(name + ": " + expected);
        if (difference.isEmpty() && !expected.equals(actual)) {
            difference = name + ": the model answers " + expected + " and the server " + actual;
        }
        return expected;
    }

    private String lastAnswer() {
        String last = log.get(log.size() - 1);
        return last.substring(last.indexOf(": ") + 2);
    }

    private static String answerOf(Ports ports, Call call) throws Exception {
        for (int left = RETRIES; ; left--) {
            try {
                Object result = call.on(ports);
                boolean passes = result instanceof CommitOutcome.RetryLater || result instanceof CommitOutcome.InDoubt;
                if (!passes || left == 0) {
                    return describe(result);
                }
            } catch (WeirException e) {
                return "throws " + e.code();
            }
        }
    }

    private static String describe(Object result) {
        if (result instanceof LedgerEntry entry) {
            return entry.toString();
        }
        return result instanceof CommitOutcome ? result.getClass().getSimpleName() : "OK";
    }

    /** Compares what a reader sees, and what is in doubt. */
    void compare() throws Exception {
        String expected = "visible " + worlds.get(0).visible() + ", in doubt "
                + worlds.get(0).inDoubt();
        String actual = "visible " + worlds.get(1).visible() + ", in doubt "
                + worlds.get(1).inDoubt();
        if (difference.isEmpty() && !expected.equals(actual)) {
            difference = "the model shows " + expected + " and the server " + actual;
        }
    }

    boolean differ() {
        return !difference.isEmpty();
    }

    String difference() {
        return difference;
    }

    long calls() {
        return calls;
    }

    List<String> log() {
        return log;
    }

    @Override
    public void close() throws Exception {
        for (Ports world : worlds) {
            for (long attempt : List.copyOf(world.transactions.keySet())) {
                world.close(attempt);
            }
            world.stage.close();
        }
    }
}
