package dev.weir.cli.demo;

import dev.weir.examples.orders.OrderFiles;
import dev.weir.testbed.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * From files into a table.
 *
 * <p><b>Threading.</b> One thread.
 */
final class FilesDemo implements Demo {

    private final DemoOptions options;
    private final Stage stage;

    FilesDemo(DemoOptions options, Stage stage) {
        this.options = options;
        this.stage = stage;
    }

    @Override
    public Outcome run() throws InterruptedException {
        try (Workspace workspace = Workspace.create(
                        Path.of(System.getProperty("java.io.tmpdir")),
                        options.leftovers(),
                        options.orders() * OrderFiles.LONGEST_LINE_BYTES);
                PostgresServer postgres = stage.startPostgres();
                RevenueTable table = RevenueTable.connect(postgres.jdbcUrl())) {
            table.create();
            long orderBytes = writeOrders(workspace.orders());
            Map<Cell, Sums> truth = stage.step(
                    () -> Truth.of(workspace.orders()),
                    sums -> String.format(Locale.ROOT, "the truth: %,d sums, counted without Weir", sums.size()));
            Timeline timeline = stage.timeline();
            Sighted sighted = runJob(workspace, postgres.jdbcUrl(), timeline);
            Timeline.Content content = timeline.content();
            Map<Cell, Sums> found = table.read();
            Finding finding = new Finding(Destination.TABLE, Comparison.of(truth, found), sighted);
            stage.keep(workspace, found);
            return stage.outcome(
                    new FilesStory(table.serverVersion(), orderBytes), List.of(finding), List.of(), content);
        } catch (IOException e) {
            throw new DemoException(
                    "Cannot run the demo: its files fail: " + e
                            + "; make room for them, or choose another folder by WEIR_JAVA_OPTS=-Djava.io.tmpdir=...",
                    e);
        }
    }

    /** Returns their size. */
    private long writeOrders(Path folder) throws IOException, InterruptedException {
        return stage.step(
                () -> {
                    new OrderFiles(options.seed(), options.orders()).write(folder);
                    return size(folder);
                },
                bytes -> String.format(
                        Locale.ROOT,
                        "%,d orders of one day in %d CSV files, %d MB",
                        options.orders(),
                        OrderFiles.SHOPS,
                        bytes / 1_000_000));
    }

    private static long size(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder)) {
            files = listed.toList();
        }
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
        }
        return bytes;
    }

    private Sighted runJob(Workspace workspace, String jdbcUrl, Timeline timeline)
            throws IOException, InterruptedException {
        stage.line("");
        stage.line("The job: orders and revenue per product and minute, parallelism %d,", DemoJob.PARALLELISM);
        stage.line(
                "a checkpoint every %d ms, killed by SIGKILL %d times.",
                DemoJob.CHECKPOINT_INTERVAL.toMillis(), options.kills().job());
        stage.line("");
        DemoJob.Arguments arguments =
                new DemoJob.Arguments(workspace.orders(), jdbcUrl, workspace.checkpoints(), options.breakage());
        TableWatch watch = TableWatch.start(jdbcUrl, timeline, Promises.UNKNOWN);
        try (watch;
                JobLog log = new JobLog(workspace.log())) {
            JobLauncher launcher = new JobLauncher(DemoJob.class, arguments.toList(), workspace.folder(), log);
            stage.run(launcher, timeline, new FilesScene(watch));
        } catch (DemoException e) {
            throw new DemoException(e.getMessage() + ": " + workspace.rescueLog(options.log()), e);
        }
        return watch.sighted();
    }
}
