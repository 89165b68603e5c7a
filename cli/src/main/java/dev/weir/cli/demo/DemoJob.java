package dev.weir.cli.demo;

import dev.weir.Job;
import dev.weir.JobOptions;
import dev.weir.examples.orders.Revenue;
import dev.weir.examples.orders.RevenueJob;
import dev.weir.sink.Sink;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The process that the demo kills: the example's job, which says on standard output how far it is. */
final class DemoJob {

    static final Duration CHECKPOINT_INTERVAL = Duration.ofMillis(100);
    static final int PARALLELISM = 2;

    private DemoJob() {}

    /** What the process is to do; the same for all processes of a demo. */
    record Arguments(Path orders, String jdbcUrl, Path checkpoints, Breakage breakage) {

        static Arguments parse(String... arguments) {
            return new Arguments(
                    Path.of(arguments[0]), arguments[1], Path.of(arguments[2]), Breakage.valueOf(arguments[3]));
        }

        List<String> toList() {
            return List.of(orders.toString(), jdbcUrl, checkpoints.toString(), breakage.name());
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
        Sink<Revenue> sink = arguments.breakage().on(RevenueJob.sink(arguments.jdbcUrl()), JobVoice::stayInGap);
        Job job = RevenueJob.define(options, arguments.orders(), sink).start();
        new JobVoice(job, RevenueJob.SINK_UID).tellUntilItEnds();
    }
}
