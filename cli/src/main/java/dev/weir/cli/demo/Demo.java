package dev.weir.cli.demo;

import dev.weir.cli.leftovers.Leftovers;
import dev.weir.cli.terminal.Console;
import dev.weir.examples.orders.OrderFiles;
import dev.weir.testbed.PostgresOptions;
import dev.weir.testbed.PostgresServer;
import dev.weir.time.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The demo from its first file to its verdict.
 *
 * <p><b>Threading.</b> One thread.
 */
final class Demo {

    private final DemoOptions options;
    private final Console console;
    private final Clock clock;
    private final long begin;

    Demo(DemoOptions options, Console console, Clock clock) {
        this.options = options;
        this.console = console;
        this.clock = clock;
        this.begin = clock.nanos();
    }

    /** @throws DemoException if there is no verdict */
    Outcome run() throws InterruptedException {
        try (Workspace workspace = Workspace.create(
                        Path.of(System.getProperty("java.io.tmpdir")),
                        options.leftovers(),
                        options.orders() * OrderFiles.LONGEST_LINE_BYTES);
                PostgresServer postgres = startPostgres();
                RevenueTable table = RevenueTable.connect(postgres.jdbcUrl())) {
            table.create();
            long orderBytes = writeOrders(workspace.orders());
            Map<Cell, Sums> truth = countTruth(workspace.orders());
            Timeline.Content timeline = runJob(workspace, postgres.jdbcUrl());
            Map<Cell, Sums> found = table.read();
            Comparison comparison = Comparison.of(truth, found);
            if (options.leftovers() == Leftovers.KEEP) {
                keep(workspace, found);
            }
            Duration took = Duration.ofNanos(clock.nanos() - begin);
            Instant finished = Instant.ofEpochMilli(clock.millis());
            return new Outcome(options, comparison, timeline, finished, took, table.serverVersion(), orderBytes);
        } catch (IOException e) {
            throw new DemoException(
                    "Cannot run the demo: its files fail: " + e
                            + "; make room for them, or choose another folder by WEIR_JAVA_OPTS=-Djava.io.tmpdir=...",
                    e);
        }
    }

    private PostgresServer startPostgres() {
        long start = clock.nanos();
        PostgresServer postgres =
                PostgresServer.start(PostgresOptions.builder().durableOnDisk().build());
        step(start, "a PostgreSQL of its own on port " + postgres.port());
        return postgres;
    }

    private long writeOrders(Path folder) throws IOException {
        long start = clock.nanos();
        new OrderFiles(options.seed(), options.orders()).write(folder);
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder)) {
            files = listed.toList();
        }
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
        }
        step(
                start,
                String.format(
                        Locale.ROOT,
                        "%,d orders of one day in %d CSV files, %d MB",
                        options.orders(),
                        files.size(),
                        bytes / 1_000_000));
        return bytes;
    }

    private Map<Cell, Sums> countTruth(Path folder) throws IOException {
        long start = clock.nanos();
        Map<Cell, Sums> truth = Truth.of(folder);
        step(start, String.format(Locale.ROOT, "the truth: %,d sums, counted without Weir", truth.size()));
        return truth;
    }

    private Timeline.Content runJob(Workspace workspace, String jdbcUrl) throws IOException, InterruptedException {
        console.line("");
        console.line(String.format(
                Locale.ROOT,
                "The job: orders and revenue per product and minute, parallelism %d,",
                DemoJob.PARALLELISM));
        console.line(String.format(
                Locale.ROOT,
                "a checkpoint every %d ms, killed by SIGKILL %d times.",
                DemoJob.CHECKPOINT_INTERVAL.toMillis(),
                options.kills()));
        console.line("");
        Timeline timeline = new Timeline(clock);
        DemoJob.Arguments arguments =
                new DemoJob.Arguments(workspace.orders(), jdbcUrl, workspace.checkpoints(), options.breakage());
        KillPlan plan = new KillPlan(options.seed(), options.kills(), options.orders(), DemoJob.CHECKPOINT_INTERVAL);
        try (JobLog log = new JobLog(workspace.log());
                TableWatch watch = TableWatch.start(jdbcUrl, timeline)) {
            JobLauncher launcher = new JobLauncher(arguments, workspace.folder(), log);
            new Ordeal(options, launcher, plan, timeline, watch, console).run();
        } catch (DemoException e) {
            throw new DemoException(e.getMessage() + ": " + workspace.rescueLog(options.log()), e);
        } finally {
            console.hideLive();
        }
        return timeline.content();
    }

    private void keep(Workspace workspace, Map<Cell, Sums> found) throws IOException {
        List<String> lines = new ArrayList<>(List.of("minute,product,orders,cents"));
        found.forEach((cell, sums) ->
                lines.add(cell.minute() + "," + cell.product() + "," + sums.orders() + "," + sums.cents()));
        Files.write(workspace.table(), lines);
        console.line("Kept: " + workspace.folder() + " (orders, checkpoints, job.log, and the table as table.csv)");
    }

    private void step(long start, String what) {
        console.step(what, Duration.ofNanos(clock.nanos() - start));
    }
}
