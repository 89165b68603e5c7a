package dev.weir.cli.demo;

import dev.weir.Job;
import dev.weir.checkpoint.CheckpointStatistics;
import dev.weir.cli.demo.Message.Progress;
import dev.weir.exec.JobMetrics;
import dev.weir.time.Clock;
import java.time.Duration;

/**
 * Says on standard output, inside the process that the demo kills, how far the job is.
 *
 * @param sinkUid whose committed units it tells
 */
record JobVoice(Job job, String sinkUid) {

    private static final Duration INTERVAL = Duration.ofMillis(20);
    private static final Duration GAP = Duration.ofMillis(100);

    /** What else is to be looked after meanwhile. */
    @FunctionalInterface
    interface Duty {
        void look() throws InterruptedException;
    }

    /** Throws the failure that ended the job. */
    void tellUntilItEnds() throws InterruptedException {
        tellUntilItEnds(() -> {});
    }

    void tellUntilItEnds(Duty duty) throws InterruptedException {
        say(Progress.NONE);
        while (!job.await(INTERVAL)) {
            say(progress(job.metrics()));
            duty.look();
        }
        say(progress(job.metrics()));
    }

    private Progress progress(JobMetrics metrics) {
        CheckpointStatistics checkpoints = metrics.checkpoints().orElse(null);
        long units = metrics.counters().getOrDefault(sinkUid + ".committedUnits", 0L);
        if (checkpoints == null || checkpoints.lastId() == 0) {
            return new Progress(metrics.recordsOut(), 0, 0, units);
        }
        long begun =
                checkpoints.lastCompletedMillis() - checkpoints.lastDuration().toMillis();
        long age = Math.max(0, Clock.system().millis() - begun);
        return new Progress(metrics.recordsOut(), checkpoints.lastId(), age, units);
    }

    /** Long enough for the kill that is aimed at it. */
    static void stayInGap() throws InterruptedException {
        say(new Message.Gap());
        Thread.sleep(GAP.toMillis());
    }

    private static void say(Message message) {
        System.out.println(message.line());
    }
}
