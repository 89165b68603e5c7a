package dev.weir.cli.demo;

import dev.weir.Job;
import dev.weir.JobOptions;
import dev.weir.examples.orders.KafkaRevenueJob;
import dev.weir.examples.orders.RevenueJob;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The process that the demo with Kafka kills: the example's job, which says on standard output how far it is, and stops with a
 * savepoint when a file says so.
 */
final class KafkaDemoJob {

    static final Duration CHECKPOINT_INTERVAL = DemoJob.CHECKPOINT_INTERVAL;

    private KafkaDemoJob() {}

    /**
     * What the process is to do; the same for all processes of a demo.
     *
     * @param stopFile when it is there, the job is to stop
     * @param savepoints where it leaves its savepoint then
     */
    record Arguments(
            String bootstrapServers,
            String jdbcUrl,
            Path checkpoints,
            Path stopFile,
            Path savepoints,
            Breakage breakage) {

        static Arguments parse(String... arguments) {
            return new Arguments(
                    arguments[0],
                    arguments[1],
                    Path.of(arguments[2]),
                    Path.of(arguments[3]),
                    Path.of(arguments[4]),
                    Breakage.valueOf(arguments[5]));
        }

        List<String> toList() {
            return List.of(
                    bootstrapServers,
                    jdbcUrl,
                    checkpoints.toString(),
                    stopFile.toString(),
                    savepoints.toString(),
                    breakage.name());
        }
    }

    /** @param strings an {@link Arguments} */
    public static void main(String... strings) throws InterruptedException {
        Arguments arguments = Arguments.parse(strings);
        JobOptions options = JobOptions.builder()
                .name(KafkaRevenueJob.NAME)
                .parallelism(DemoJob.PARALLELISM)
                .checkpointInterval(CHECKPOINT_INTERVAL)
                .checkpointDirectory(arguments.checkpoints())
                .build();
        Breakage breakage = arguments.breakage();
        Job job = KafkaRevenueJob.define(
                        options,
                        arguments.bootstrapServers(),
                        breakage.onTopic(KafkaRevenueJob.topic(arguments.bootstrapServers()), JobVoice::stayInGap),
                        breakage.on(RevenueJob.sink(arguments.jdbcUrl()), JobVoice::stayInGap))
                .start();
        new JobVoice(job, KafkaRevenueJob.TOPIC_UID).tellUntilItEnds(new StopOnRequest(job, arguments));
    }

    /** Stops the job, once. */
    private static final class StopOnRequest implements JobVoice.Duty {
        private final Job job;
        private final Arguments arguments;
        private boolean isDone;

        StopOnRequest(Job job, Arguments arguments) {
            this.job = job;
            this.arguments = arguments;
        }

        @Override
        public void look() throws InterruptedException {
            if (!isDone && Files.exists(arguments.stopFile())) {
                isDone = true;
                job.stopWithSavepoint(arguments.savepoints());
            }
        }
    }
}
