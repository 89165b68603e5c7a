package dev.weir.cli.demo;

import dev.weir.cli.terminal.Console;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Starts the job, kills it or a server, starts that again, until the kills are used up and the job comes to its end.
 *
 * <p><b>Threading.</b> One thread.
 */
final class Ordeal {

    private static final Duration TICK = Duration.ofMillis(10);

    /** The slowest step is the start of a JVM, which takes seconds on a busy machine. */
    private static final Duration STALL_LIMIT = Duration.ofSeconds(60);

    private final DemoOptions options;
    private final JobLauncher launcher;
    private final KillPlan plan;
    private final Timeline timeline;
    private final Scene scene;
    private final Console console;
    private final Advance advance;
    private final Wounds wounds;
    private final Speedometer speed = new Speedometer();

    private int life;
    private int kills;

    Ordeal(DemoOptions options, JobLauncher launcher, KillPlan plan, Timeline timeline, Scene scene, Console console) {
        this.options = options;
        this.launcher = launcher;
        this.plan = plan;
        this.timeline = timeline;
        this.scene = scene;
        this.console = console;
        this.advance = new Advance(timeline);
        this.wounds = new Wounds(timeline, scene, this::healed);
    }

    void run() throws InterruptedException {
        JobProcess job = begin();
        try {
            while (plan.hasKills()) {
                KillPlan.Moment moment = plan.next();
                boolean reached = liveUntil(moment, job);
                if (moment.victim() == Victim.JOB) {
                    kill(job, reached);
                    job.close();
                    life++;
                    job = begin();
                } else {
                    strike(moment.victim(), job, reached);
                }
            }
            comeToTheEnd(job);
        } finally {
            job.close();
        }
    }

    private JobProcess begin() {
        advance.newLife(life);
        timeline.started();
        return launcher.start(life);
    }

    /** False if the process ended before. */
    private boolean liveUntil(KillPlan.Moment moment, JobProcess job) throws InterruptedException {
        boolean aimed = moment.victim() == Victim.JOB && options.breakage().hasGap();
        if (aimed && options.setting() == Setting.KAFKA) {
            // There may be no second one: a job on a busy machine reads all that there is between two checkpoints.
            advance.leaveGap();
            return follow(job, advance::isInGap);
        }
        boolean reached = follow(job, () -> moment.isReached(advance.records(), advance.checkpoints()));
        long millis = timeline.millis() + moment.delay().toMillis();
        reached = reached && follow(job, () -> timeline.millis() >= millis);
        reached = reached && follow(job, () -> !wounds.isOpen(moment.victim()));
        advance.leaveGap();
        return reached && (!aimed || follow(job, advance::isInGap));
    }

    private void kill(JobProcess job, boolean reached) throws InterruptedException {
        long killed = timeline.millis();
        int exitCode = reached ? job.kill() : job.awaitExit();
        if (exitCode == 0) {
            throw throughBefore();
        }
        if (exitCode != JobProcess.KILLED) {
            throw endedByItself(exitCode);
        }
        drain(job);
        plan.killed(advance.recordsKept());
        kills++;
        scene.killed(kills);
        wounds.open(
                kills,
                Victim.JOB,
                killed,
                advance.latest().records(),
                Math.max(0, killed - advance.checkpointMillis()));
    }

    private void strike(Victim server, JobProcess job, boolean reached) {
        if (!reached) {
            int exitCode = job.awaitExit();
            throw exitCode == 0 ? throughBefore() : endedByItself(exitCode);
        }
        long killed = timeline.millis();
        scene.strike(server);
        plan.killed(advance.records());
        kills++;
        scene.killed(kills);
        wounds.open(
                kills, server, killed, advance.latest().records(), Math.max(0, killed - advance.checkpointMillis()));
        advance.countAnew();
    }

    private void comeToTheEnd(JobProcess job) throws InterruptedException {
        if (follow(job, new Played())) {
            scene.endJob();
            follow(job, () -> false);
        }
        int exitCode = job.awaitExit();
        drain(job);
        if (exitCode != 0) {
            throw endedByItself(exitCode);
        }
        wounds.closeAll();
    }

    /** Whether the job has nothing left to do. */
    private final class Played implements BooleanSupplier {
        @Override
        public boolean getAsBoolean() {
            try {
                return !wounds.isAnyOpen() && scene.isPlayed();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DemoException("Cannot follow the job to its end: interrupted; run the demo again", e);
            }
        }
    }

    /** Takes messages until the condition is true; false if the process ended before. */
    private boolean follow(JobProcess job, BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Optional<Message> message = job.next(TICK);
            message.ifPresent(this::take);
            if (message.isEmpty() && !job.isRunning()) {
                return false;
            }
            if (timeline.millis() - advance.lastChangeMillis() > STALL_LIMIT.toMillis()) {
                throw failed(
                        "it makes no progress",
                        "for=" + STALL_LIMIT.toSeconds() + " s, last="
                                + advance.latest().line());
            }
            wounds.look();
            show();
        }
        return true;
    }

    private void drain(JobProcess job) throws InterruptedException {
        for (Optional<Message> message = job.next(Duration.ZERO);
                message.isPresent();
                message = job.next(Duration.ZERO)) {
            take(message.get());
        }
    }

    private void take(Message message) {
        long before = advance.latest().records();
        message.tell(advance);
        speed.add(timeline.millis(), advance.latest().records() - before);
        if (advance.latest().records() > 0) {
            wounds.jobReads();
        }
    }

    private void healed(Kill kill) {
        timeline.killed(kill);
        console.line(kill.line(console.palette()));
    }

    private void show() {
        long now = timeline.millis();
        LiveStatus status = new LiveStatus(
                Math.min(1.0, (double) scene.seen() / options.orders()),
                speed.perSecond(now),
                now - advance.checkpointMillis(),
                kills,
                options.kills().total());
        console.live(now, () -> status.line(console.palette()));
    }

    private DemoException throughBefore() {
        return new DemoException("Cannot kill " + options.kills().total() + " times: the job was through before kill "
                + (kills + 1) + ": orders=" + options.orders() + "; give it more work with --orders");
    }

    private DemoException endedByItself(int exitCode) {
        return failed("it ended by itself", "exit code=" + exitCode);
    }

    private DemoException failed(String reason, String values) {
        return new DemoException("Cannot follow the job to its end: " + reason + ": process=" + (life + 1) + ", "
                + values + "; its log says why");
    }
}
