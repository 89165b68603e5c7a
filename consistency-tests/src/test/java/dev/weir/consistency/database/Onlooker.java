package dev.weir.consistency.database;

import dev.weir.sink.DeliveryStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A reader that looks at the destination all the while a job runs, each time in one consistent snapshot.
 *
 * <p>Of units it wants that the rows are as many as the ledger's entries say, at every instant: less is a torn unit, more
 * is a dirty or doubled one; and that no entry names a checkpoint that is not complete. Of idempotent writes it wants that
 * no key ever goes back.
 */
final class Onlooker implements AutoCloseable {
    private static final Pattern COMPLETE = Pattern.compile("\\d{12,18}-(\\d{12,18})\\.meta");

    private final CountTable table;
    private final DeliveryStrategy strategy;
    private final Path checkpoints;
    private final List<String> damage = new ArrayList<>();
    private final Map<Long, Long> seen = new HashMap<>();
    private final Thread thread;
    private volatile boolean stopped;
    private final AtomicInteger looks = new AtomicInteger();
    private long most;

    Onlooker(CountTable table, DeliveryStrategy strategy, Path checkpoints) {
        this.table = table;
        this.strategy = strategy;
        this.checkpoints = checkpoints;
        this.thread = new Thread(this::watch, "onlooker");
        thread.setDaemon(true);
        thread.start();
    }

    /** How often it has seen something. */
    int looks() {
        return looks.get();
    }

    synchronized List<String> damage() {
        return List.copyOf(damage);
    }

    private void watch() {
        while (!stopped) {
            try (Connection connection = table.connect()) {
                connection.setAutoCommit(false);
                connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                while (!stopped) {
                    look(connection);
                    connection.commit();
                    TimeUnit.MILLISECONDS.sleep(5);
                }
            } catch (SQLException e) {
                // The server is down, or the ledger is not there yet.
                pause();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void look(Connection connection) throws SQLException {
        if (strategy == DeliveryStrategy.IDEMPOTENT) {
            lookAtKeys(connection);
        } else {
            lookAtUnits(connection);
        }
        looks.incrementAndGet();
    }

    private void lookAtKeys(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT k, c FROM " + CountTable.NAME)) {
            while (rows.next()) {
                long count = rows.getLong(2);
                Long before = seen.put(rows.getLong(1), count);
                if (before != null && before > count) {
                    report("key " + rows.getLong(1) + " went back from " + before + " to " + count);
                }
            }
        }
    }

    private void lookAtUnits(Connection connection) throws SQLException {
        long rows;
        long promised = 0;
        long checkpoint = 0;
        try (Statement statement = connection.createStatement()) {
            try (ResultSet count = statement.executeQuery("SELECT count(*) FROM " + CountTable.NAME)) {
                count.next();
                rows = count.getLong(1);
            }
            try (ResultSet entries = statement.executeQuery(entries())) {
                while (entries.next()) {
                    promised += entries.getLong(1);
                    checkpoint = Math.max(checkpoint, entries.getLong(2));
                }
            }
        }
        if (rows != promised) {
            report(rows + " rows are there and the ledger says " + promised);
        }
        if (rows < most) {
            report("rows went away: " + most + " were there, now " + rows);
        }
        most = Math.max(most, rows);
        long complete = newestCheckpoint();
        if (checkpoint > complete) {
            report("a unit of checkpoint " + checkpoint + " is visible and the newest complete one is " + complete);
        }
    }

    /** Of each shard its position and checkpoint, those of a transaction that was committed a moment ago included. */
    private String entries() {
        String quote = table.server().jdbcUrl().startsWith("jdbc:postgresql:") ? "\"" : "`";
        String ledger = "SELECT job, sink, shard, " + quote + "position" + quote + " AS p, checkpoint AS c FROM ";
        boolean transactions = strategy == DeliveryStrategy.TWO_PHASE || strategy == DeliveryStrategy.TWO_PHASE_INSURED;
        return "SELECT max(p), max(c) FROM (" + ledger + "weir_ledger"
                + (transactions ? " UNION ALL " + ledger + "weir_ledger_units" : "")
                + ") AS entries GROUP BY job, sink, shard";
    }

    private long newestCheckpoint() {
        try (Stream<Path> files = Files.walk(checkpoints)) {
            return files.map(file -> COMPLETE.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .mapToLong(name -> Long.parseLong(name.group(1)))
                    .max()
                    .orElse(0);
        } catch (IOException | UncheckedIOException e) {
            return Long.MAX_VALUE;
        }
    }

    private synchronized void report(String what) {
        if (damage.size() < 10) {
            damage.add(what);
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stopped = true;
        thread.interrupt();
    }
}
