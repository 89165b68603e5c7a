package dev.weir.cli.demo;

import dev.weir.Job;
import dev.weir.JobOptions;
import dev.weir.StreamEnvironment;
import dev.weir.checkpoint.CheckpointStatistics;
import dev.weir.cli.demo.Message.Progress;
import dev.weir.examples.orders.Revenue;
import dev.weir.examples.orders.RevenueJob;
import dev.weir.exec.JobMetrics;
import dev.weir.sink.Sink;
import dev.weir.time.Clock;
import java.nio.file.Path;
import java.time.Duration;

/** The process that the demo kills: the example's job, which says on standard output how far it is. */
final class DemoJob {

    static final Duration CHECKPOINT_INTERVAL = Duration.ofMillis(100);
    static final int PARALLELISM = 2;

    private static final Duration SAY_INTERVAL = Duration.ofMillis(20);
    private static final Duration GAP = Duration.ofMillis(100);

    private DemoJob() {}

    /** What the process is to do; the same for all processes of a demo. */
    record Arguments(Path orders, String jdbcUrl, Path checkpoints, Breakage breakage) {

        static Arguments parse(String... arguments) {
            return new Arguments(
                    Path.of(arguments[0]), arguments[1], Path.of(arguments[2]), Breakage.valueOf(arguments[3]));
        }

        String[] toArray() {
            return new String[] {orders.toString(), jdbcUrl, checkpoints.toString(), breakage.name()};
        }
    }

    /** @param strings an {@link Arguments} */
    public static void main(String... strings) throws InterruptedException {
        Arguments arguments = Arguments.parse(strings);
        JobOptions options = JobOptions.builder()
                .name("revenue")
                .parallelism(PARALLELISM)
                .checkpointInterval(CHECKPOINT_INTERVAL)
                .checkpointDirectory(arguments.checkpoints())
                .build();
        Sink<Revenue> sink = arguments.breakage().on(RevenueJob.sink(arguments.jdbcUrl()), DemoJob::stayInGap);
        StreamEnvironment environment = RevenueJob.define(options, arguments.orders(), sink);
        Job job = environment.start();
        say(Progress.NONE);
        while (!job.await(SAY_INTERVAL)) {
            say(progress(job.metrics()));
        }
        say(progress(job.metrics()));
    }

    private static Progress progress(JobMetrics metrics) {
        CheckpointStatistics checkpoints = metrics.checkpoints().orElse(null);
        long units = metrics.counters().getOrDefault(RevenueJob.SINK_UID + ".committedUnits", 0L);
        if (checkpoints == null || checkpoints.lastId() == 0) {
            return new Progress(metrics.recordsOut(), 0, 0, units);
        }
        long begun =
                checkpoints.lastCompletedMillis() - checkpoints.lastDuration().toMillis();
        long age = Math.max(0, Clock.system().millis() - begun);
        return new Progress(metrics.recordsOut(), checkpoints.lastId(), age, units);
    }

    /** Long enough for the kill that is aimed at it. */
    private static void stayInGap() throws InterruptedException {
        say(new Message.Gap());
        Thread.sleep(GAP.toMillis());
    }

    private static void say(Message message) {
        System.out.println(message.line());
    }
}
