package dev.weir.cli.demo;

import dev.weir.cli.leftovers.Leftovers;
import dev.weir.cli.terminal.Console;
import dev.weir.testbed.PostgresOptions;
import dev.weir.testbed.PostgresServer;
import dev.weir.time.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What all demos do in the same way: say what they do, start a database, send the job through its ordeal.
 *
 * <p><b>Threading.</b> One thread.
 */
final class Stage {

    private final DemoOptions options;
    private final Console console;
    private final Clock clock;
    private final long begin;

    Stage(DemoOptions options, Console console, Clock clock) {
        this.options = options;
        this.console = console;
        this.clock = clock;
        this.begin = clock.nanos();
    }

    /** Something that takes time. */
    @FunctionalInterface
    interface Step<T> {
        T run() throws IOException, InterruptedException;
    }

    /** What a step did, in words. */
    @FunctionalInterface
    interface Words<T> {
        String of(T result);
    }

    /** Does something, and says how long it took. */
    <T> T step(Step<T> step, Words<T> words) throws IOException, InterruptedException {
        long start = clock.nanos();
        T result = step.run();
        console.step(words.of(result), Duration.ofNanos(clock.nanos() - start));
        return result;
    }

    void line(String format, Object... values) {
        console.line(String.format(Locale.ROOT, format, values));
    }

    PostgresServer startPostgres() throws IOException, InterruptedException {
        return step(
                () -> PostgresServer.start(
                        PostgresOptions.builder().durableOnDisk().build()),
                postgres -> "a PostgreSQL of its own on port " + postgres.port());
    }

    Timeline timeline() {
        return new Timeline(clock);
    }

    /** Kills the job and what is around it as planned, until it is through. */
    void run(JobLauncher launcher, Timeline timeline, Scene scene) throws InterruptedException {
        KillPlan plan = new KillPlan(options.seed(), options.kills(), options.orders(), DemoJob.CHECKPOINT_INTERVAL);
        try {
            new Ordeal(options, launcher, plan, timeline, scene, console).run();
        } finally {
            console.hideLive();
        }
    }

    /** Leaves the table where the user asked for it. */
    void keep(Workspace workspace, Map<Cell, Sums> found) throws IOException {
        if (options.leftovers() == Leftovers.DELETE) {
            return;
        }
        List<String> lines = new ArrayList<>(List.of("minute,product,orders,cents"));
        found.forEach((cell, sums) ->
                lines.add(cell.minute() + "," + cell.product() + "," + sums.orders() + "," + sums.cents()));
        Files.write(workspace.table(), lines);
        line("Kept: %s (orders, checkpoints, job.log, and the table as table.csv)", workspace.folder());
    }

    Outcome outcome(Story story, List<Finding> findings, List<String> leftovers, Timeline.Content timeline) {
        Duration took = Duration.ofNanos(clock.nanos() - begin);
        return new Outcome(options, story, findings, leftovers, timeline, Instant.ofEpochMilli(clock.millis()), took);
    }
}
