package dev.weir.consistency.contract;

import dev.weir.consistency.history.OutputRecord;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.sink.LedgerEntry;
import dev.weir.sink.SinkTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random orders of calls that a runtime could make, together with calls of attempts that do not know that they were replaced. */
interface Traces {
    void run(Twins twins, Random random, int steps) throws Exception;

    static Traces of(DeliveryStrategy strategy) {
        return strategy == DeliveryStrategy.WRITE_AHEAD_LOG
                ? (twins, random, steps) -> new Logged(twins, random).run(steps)
                : (twins, random, steps) -> new Transactional(twins, random).run(steps);
    }

    static CommitUnit unit(long sequence, long from, int count) {
        return new CommitUnit("contract", sequence, sequence, count, from + count, 31 * (from + count) + sequence);
    }

    /** Over {@link dev.weir.sink.LedgerShard}. */
    final class Logged {
        private final Twins twins;
        private final Random random;
        private final List<LedgerEntry> entries = new ArrayList<>();
        private final List<CommitUnit> units = new ArrayList<>();
        private final List<Long> fenced = new ArrayList<>();
        private long newest;

        Logged(Twins twins, Random random) {
            this.twins = twins;
            this.random = random;
        }

        void run(int steps) throws Exception {
            fence(++newest);
            for (int i = 0; i < steps && !twins.differ(); i++) {
                switch (random.nextInt(8)) {
                    case 0 -> fence(++newest);
                    case 1 -> fence(1 + random.nextInt((int) newest));
                    case 2 -> read(1 + random.nextInt((int) newest));
                    case 3 -> close(pick(fenced));
                    default -> apply(random.nextInt(3) == 0 ? pick(fenced) : newest);
                }
                twins.compare();
            }
        }

        private <T> T pick(List<T> list) {
            return list.get(random.nextInt(list.size()));
        }

        private void fence(long attempt) throws Exception {
            twins.answer("fence " + attempt, ports -> {
                LedgerEntry entry = ports.ledger(attempt).fence();
                entries.add(entry);
                return entry;
            });
            if (!fenced.contains(attempt)) {
                fenced.add(attempt);
            }
        }

        private void read(long attempt) throws Exception {
            twins.answer("read " + attempt, ports -> {
                LedgerEntry entry = ports.ledger(attempt).read();
                return entry == null ? "none" : entry;
            });
        }

        private void close(long attempt) throws Exception {
            twins.answer("close " + attempt, ports -> {
                ports.close(attempt);
                return "closed";
            });
            // A closed port is not used again; the next call of the attempt opens another one and fences.
            fence(attempt);
        }

        private void apply(long attempt) throws Exception {
            LedgerEntry newestEntry = entries.get(entries.size() - 1);
            boolean strange = random.nextInt(3) == 0;
            LedgerEntry expected = strange ? pick(entries) : newestEntry;
            CommitUnit unit = !units.isEmpty() && random.nextInt(4) == 0
                    ? pick(units)
                    : unit(
                            expected.sequence() + 1 + (random.nextInt(8) == 0 ? 1 : 0),
                            expected.position(),
                            random.nextInt(4));
            String answer = twins.answer(
                    "apply " + unit.sequence() + " by " + attempt + " on " + expected.sequence() + "@"
                            + expected.attempt(),
                    ports -> ports.ledger(attempt).apply(expected, unit, ports.stage.unitRecords(ports.records(unit))));
            if (answer.equals("Committed")) {
                entries.add(expected.after(unit));
                units.add(unit);
            }
        }
    }

    /** Over {@link dev.weir.sink.TransactionShard}. */
    final class Transactional {
        private static final int MOST_PENDING = 3;

        private final Twins twins;
        private final Random random;
        private final List<Named> pending = new ArrayList<>();
        private final List<Named> ended = new ArrayList<>();
        private final List<Long> replaced = new ArrayList<>();
        private long current;
        private long committed;
        private long position;

        private record Named(String name, CommitUnit unit) {}

        Transactional(Twins twins, Random random) {
            this.twins = twins;
            this.random = random;
        }

        void run(int steps) throws Exception {
            succeed();
            for (int i = 0; i < steps && !twins.differ(); i++) {
                if (!replaced.isEmpty() && random.nextInt(4) == 0) {
                    stray(replaced.get(random.nextInt(replaced.size())));
                } else {
                    step();
                }
                twins.compare();
            }
            if (!twins.differ()) {
                // Nothing is left for the next trace.
                twins.answer("abort at the end", ports -> {
                    ports.transactions(current).abortAllBut(List.of());
                    return "";
                });
            }
        }

        private void step() throws Exception {
            switch (random.nextInt(7)) {
                case 0 -> succeed();
                case 1 -> giveUp();
                case 2 -> repeat();
                case 3, 4 -> commitNext();
                default -> prepare();
            }
        }

        private CommitUnit next() {
            CommitUnit last =
                    pending.isEmpty() ? null : pending.get(pending.size() - 1).unit();
            long sequence = last == null ? committed : last.sequence();
            long from = last == null ? position : last.position();
            return unit(sequence + 1, from, random.nextInt(4));
        }

        private void prepare() throws Exception {
            if (pending.size() == MOST_PENDING) {
                return;
            }
            Named named = new Named(current + "/" + ended.size() + "/" + pending.size(), next());
            long by = current;
            boolean done = twins.call("prepare " + named.unit.sequence() + " by " + by, ports -> {
                SinkTransaction<OutputRecord> transaction = begin(ports, by, named.unit);
                return ports.handles.put(named.name, transaction.prepare(named.unit)) == null;
            });
            if (done) {
                pending.add(named);
            }
        }

        private static SinkTransaction<OutputRecord> begin(Twins.Ports ports, long by, CommitUnit unit)
                throws Exception {
            SinkTransaction<OutputRecord> transaction = ports.transactions(by).begin(unit.lineage(), unit.sequence());
            for (OutputRecord record : ports.records(unit)) {
                transaction.write(record);
            }
            return transaction;
        }

        private void giveUp() throws Exception {
            CommitUnit unit = next();
            long by = current;
            twins.call("write and abort " + unit.sequence(), ports -> {
                begin(ports, by, unit).abort();
                return "";
            });
        }

        private void commitNext() throws Exception {
            if (!pending.isEmpty() && commit(current, pending.get(0)).equals("Committed")) {
                Named first = pending.remove(0);
                committed = first.unit.sequence();
                position = first.unit.position();
                ended.add(first);
            }
        }

        private void repeat() throws Exception {
            if (!ended.isEmpty()) {
                commit(current, ended.get(random.nextInt(ended.size())));
            }
        }

        private String commit(long by, Named named) throws Exception {
            return twins.answer(
                    "commit " + named.unit.sequence() + " (" + named.name + ") by " + by,
                    ports -> ports.transactions(by).commit(ports.prepared(named.unit, named.name)));
        }

        /** The next attempt takes over as a runtime does; the one before closes its session, or knows nothing of it. */
        private void succeed() throws Exception {
            long older = current++;
            if (older > 0) {
                if (random.nextBoolean()) {
                    twins.answer("close " + older, ports -> {
                        ports.close(older);
                        return "";
                    });
                } else {
                    replaced.add(older);
                    if (random.nextBoolean() && pending.size() < MOST_PENDING) {
                        leaveOpen(older);
                    }
                }
            }
            long by = current;
            twins.answer("fence " + by, ports -> ports.transactions(by).fence());
            int kept = pending.isEmpty() ? 0 : random.nextInt(pending.size() + 1);
            for (int i = 0; i < kept && !twins.differ(); i++) {
                commitNext();
            }
            twins.answer("abort all by " + by, ports -> {
                ports.transactions(by).abortAllBut(List.of());
                return "";
            });
            ended.addAll(pending);
            pending.clear();
        }

        private void leaveOpen(long by) throws Exception {
            CommitUnit unit = next();
            twins.call("write " + unit.sequence() + " by " + by + " and leave it open", ports -> {
                ports.open.put(by, begin(ports, by, unit));
                return "";
            });
        }

        /** Each is to be refused, and to change nothing. */
        private void stray(long by) throws Exception {
            CommitUnit unit = next();
            switch (random.nextInt(5)) {
                case 0 ->
                    twins.answer(
                            "stray fence by " + by,
                            ports -> ports.transactions(by).fence());
                case 1 ->
                    twins.answer("stray begin by " + by, ports -> {
                        begin(ports, by, unit).abort();
                        return "";
                    });
                case 2 ->
                    twins.answer("stray abort by " + by, ports -> {
                        ports.transactions(by).abortAllBut(List.of());
                        return "";
                    });
                case 3 ->
                    twins.answer("stray prepare by " + by, ports -> {
                        SinkTransaction<OutputRecord> transaction = ports.open.get(by);
                        return transaction == null ? "" : transaction.prepare(unit);
                    });
                default -> {
                    if (!pending.isEmpty()) {
                        commit(by, pending.get(0));
                    }
                }
            }
        }
    }
}
