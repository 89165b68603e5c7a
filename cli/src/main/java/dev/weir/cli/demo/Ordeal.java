package dev.weir.cli.demo;

import dev.weir.cli.demo.Message.Progress;
import dev.weir.cli.terminal.Console;
import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Starts the job, kills it, starts it again, until the kills are used up and the job comes to its end.
 *
 * <p><b>Threading.</b> One thread.
 */
final class Ordeal implements Message.Listener {

    private static final Duration TICK = Duration.ofMillis(10);

    /** The slowest step is the start of a JVM, which takes seconds on a busy machine. */
    private static final Duration STALL_LIMIT = Duration.ofSeconds(60);

    private final DemoOptions options;
    private final JobLauncher launcher;
    private final KillPlan plan;
    private final Timeline timeline;
    private final TableWatch watch;
    private final Console console;
    private final Speedometer speed = new Speedometer();

    private int life;
    private Progress latest = Progress.NONE;
    private long latestChange;
    /** That this life has completed. */
    private int checkpoints;
    /** How many records this life had read at which time. */
    private final NavigableMap<Long, Long> recordsAt = new TreeMap<>();
    /** How many of them are in its last checkpoint. */
    private long kept;

    private boolean inGap;
    private long checkpointMillis;

    /** The last kill, until the job has recovered from it. */
    private @Nullable Wound wound;

    private record Wound(long millis, long records, long checkpointAgeMillis) {}

    Ordeal(
            DemoOptions options,
            JobLauncher launcher,
            KillPlan plan,
            Timeline timeline,
            TableWatch watch,
            Console console) {
        this.options = options;
        this.launcher = launcher;
        this.plan = plan;
        this.timeline = timeline;
        this.watch = watch;
        this.console = console;
    }

    void run() throws InterruptedException {
        while (plan.hasKills()) {
            try (JobProcess job = begin()) {
                liveUntilKilled(job);
            }
            life++;
        }
        try (JobProcess job = begin()) {
            follow(job, () -> false);
            int exitCode = job.awaitExit();
            drain(job);
            if (exitCode != 0) {
                throw failed("it ended by itself", "exit code=" + exitCode);
            }
        }
    }

    private JobProcess begin() {
        latest = Progress.NONE;
        latestChange = timeline.millis();
        checkpoints = 0;
        kept = 0;
        recordsAt.clear();
        return launcher.start(life);
    }

    private void liveUntilKilled(JobProcess job) throws InterruptedException {
        KillPlan.Moment end = plan.next();
        boolean reached = follow(job, () -> end.isReached(latest.records(), checkpoints));
        long moment = timeline.millis() + end.delay().toMillis();
        reached = reached && follow(job, () -> timeline.millis() >= moment);
        inGap = false;
        reached = reached && (options.breakage() == Breakage.NONE || follow(job, () -> inGap));
        long killed = timeline.millis();
        int exitCode = reached ? job.kill() : job.awaitExit();
        if (exitCode == 0) {
            throw new DemoException("Cannot kill the job " + options.kills() + " times: it was through before kill "
                    + (life + 1) + ": orders=" + options.orders() + "; give it more work with --orders");
        }
        if (exitCode != JobProcess.KILLED) {
            throw failed("it ended by itself", "exit code=" + exitCode);
        }
        drain(job);
        plan.killed(kept);
        wound = new Wound(killed, latest.records(), Math.max(0, killed - checkpointMillis));
    }

    /** Takes messages until the condition is true; false if the process ended before. */
    private boolean follow(JobProcess job, BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Optional<Message> message = job.next(TICK);
            message.ifPresent(present -> present.tell(this));
            if (message.isEmpty() && !job.isRunning()) {
                return false;
            }
            if (timeline.millis() - latestChange > STALL_LIMIT.toMillis()) {
                throw failed("it makes no progress", "for=" + STALL_LIMIT.toSeconds() + " s, last=" + latest.line());
            }
            show();
        }
        return true;
    }

    private void drain(JobProcess job) throws InterruptedException {
        for (Optional<Message> message = job.next(Duration.ZERO);
                message.isPresent();
                message = job.next(Duration.ZERO)) {
            message.get().tell(this);
        }
    }

    @Override
    public void progressed(Progress progress) {
        long now = timeline.millis();
        timeline.progressed(life, progress);
        speed.add(now, progress.records() - latest.records());
        if (progress.checkpoint() > 0) {
            checkpointMillis = now - progress.checkpointAgeMillis();
        }
        recordsAt.put(now, progress.records());
        if (progress.checkpoint() != latest.checkpoint()) {
            checkpoints++;
            Map.Entry<Long, Long> before = recordsAt.floorEntry(checkpointMillis);
            kept = before == null ? 0 : before.getValue();
        }
        if (progress.records() != latest.records() || progress.units() != latest.units()) {
            latestChange = now;
        }
        latest = progress;
        Wound last = wound;
        if (last != null && progress.records() > 0) {
            wound = null;
            Kill kill = new Kill(
                    life,
                    last.millis(),
                    last.records(),
                    last.checkpointAgeMillis(),
                    Duration.ofMillis(now - last.millis()));
            timeline.killed(kill);
            console.line(kill.line(console.palette()));
        }
    }

    @Override
    public void enteredGap() {
        inGap = true;
    }

    private void show() {
        long now = timeline.millis();
        LiveStatus status = new LiveStatus(
                Math.min(1.0, (double) watch.orders() / options.orders()),
                speed.perSecond(now),
                now - checkpointMillis,
                life,
                options.kills());
        console.live(now, () -> status.line(console.palette()));
    }

    private DemoException failed(String reason, String values) {
        return new DemoException("Cannot follow the job to its end: " + reason + ": process=" + (life + 1) + ", "
                + values + "; its log says why");
    }
}
