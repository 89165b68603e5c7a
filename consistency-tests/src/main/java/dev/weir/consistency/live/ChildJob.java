package dev.weir.consistency.live;

import dev.weir.consistency.history.Event;
import dev.weir.fault.Label;
import dev.weir.testbed.ChildJvm;
import dev.weir.testbed.ChildJvmOptions;
import dev.weir.testbed.ClassArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A {@link JobProcess} as its parent sees it.
 *
 * <p><b>Threading:</b> safe from any thread; the journal is read by {@link #drain}, one call at a time.
 */
final class ChildJob implements AutoCloseable {
    /** What more than these non-daemon threads is left behind by a job's end counts as a leak. */
    private static final int THREADS_ALLOWED = 0;

    /** In a message. */
    private static final int LAST_LINES = 5;

    private final JobArguments arguments;
    private final Path output;
    private final ChildJvm process;
    private final Journal.Reader journal;
    private final Set<Label> reached = EnumSet.noneOf(Label.class);
    private final List<Report.Counted> counted = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private List<Interruption> interruptions = new ArrayList<>();
    private long attempt;
    private boolean started;
    private boolean replaced;
    private int starts;
    private int checkpoints;
    private int acknowledged;
    private @Nullable Label stoppedAt;
    private Report.@Nullable Ended end;
    private String stuckAt = "";

    private record Interruption(Event.End how, String fault) {}

    private ChildJob(JobArguments arguments, String classPath) {
        this.arguments = arguments;
        this.journal = new Journal.Reader(arguments.journal());
        this.output = arguments.journal().resolveSibling(arguments.journal().getFileName() + ".out");
        this.process = ChildJvm.start(ChildJvmOptions.builder(JobProcess.class)
                .classPath(classPath)
                .jvmArguments(JobProcess.jvmFlags().toArray(String[]::new))
                .systemProperty("logback.configurationFile", System.getProperty("logback.configurationFile", ""))
                .arguments(arguments.words())
                .sharedArchive(ClassArchive.ofThisBuild(outermost(arguments.sinkClass())))
                .outputTo(output)
                .build());
    }

    /** Sinks that are nested in the same class load much the same. */
    private static String outermost(String className) {
        return className.split("\\$", 2)[0];
    }

    static ChildJob start(JobArguments arguments, String classPath) {
        return new ChildJob(arguments, classPath);
    }

    JobArguments arguments() {
        return arguments;
    }

    /** Passes on what the process has reported since the last call, then how it was interrupted. */
    void drain(Consumer<Event> history) {
        List<Interruption> after = takeInterruptions();
        for (Report report : journal.next()) {
            List<Event> events = new ArrayList<>();
            synchronized (this) {
                note(report, events);
            }
            events.forEach(history);
        }
        for (Interruption interruption : after) {
            List<Event> events = new ArrayList<>();
            synchronized (this) {
                note(interruption, events);
            }
            events.forEach(history);
        }
    }

    private synchronized List<Interruption> takeInterruptions() {
        List<Interruption> taken = interruptions;
        interruptions = new ArrayList<>();
        return taken;
    }

    private void note(Interruption interruption, List<Event> events) {
        long now = System.nanoTime();
        events.add(new Event.FaultFired(now, interruption.fault()));
        if (started) {
            events.add(new Event.AttemptEnded(now, attempt, interruption.how(), interruption.fault()));
            started = interruption.how() == Event.End.FROZEN;
        }
    }

    private void note(Report report, List<Event> events) {
        long now = System.nanoTime();
        if (report instanceof Report.Claimed claimed) {
            if (started) {
                events.add(new Event.AttemptEnded(now, attempt, Event.End.FAILED, "its process restarts the job"));
            }
            attempt = claimed.attempt();
            started = false;
        } else if (report instanceof Report.Started start) {
            started = true;
            starts++;
            events.add(new Event.AttemptStarted(
                    now, start.attempt(), start.checkpoint(), start.positions(), start.parallelism()));
        } else if (report instanceof Report.Completed checkpoint) {
            checkpoints++;
            if (!replaced) {
                events.add(new Event.CheckpointCompleted(
                        now, checkpoint.attempt(), checkpoint.checkpoint(), checkpoint.positions()));
            }
        } else if (report instanceof Report.Fenced fenced) {
            events.add(new Event.Fenced(now, JobProcess.SINK, fenced.attempt()));
        } else if (report instanceof Report.Acknowledged ack) {
            acknowledged++;
            events.add(new Event.Acknowledged(now, JobProcess.SINK, ack.shard(), ack.attempt(), ack.unit()));
        } else if (report instanceof Report.Reached place) {
            reached.add(place.label());
        } else if (report instanceof Report.Counted count) {
            counted.add(count);
        } else if (report instanceof Report.Fired fired) {
            faults.add(fired.fault());
            events.add(new Event.FaultFired(now, fired.fault()));
        } else if (report instanceof Report.Stopped stopped) {
            stoppedAt = stopped.label();
        } else if (report instanceof Report.Stuck stuck) {
            stuckAt = stuck.where();
        } else if (report instanceof Report.LeftThreads threads) {
            events.add(new Event.ResourceCounted(
                    now, "threads that the job left behind", threads.count(), THREADS_ALLOWED));
        } else if (report instanceof Report.Ended ended) {
            end = ended;
            if (started) {
                events.add(new Event.AttemptEnded(
                        now, attempt, ended.finished() ? Event.End.FINISHED : Event.End.FAILED, ended.reason()));
                started = false;
            }
        }
    }

    /** To be passed on behind all that the process has reported by now. */
    private synchronized void interrupted(Event.End how, String fault) {
        interruptions.add(new Interruption(how, fault));
    }

    /** The last attempt number that it claimed; 0 if none. */
    synchronized long attempt() {
        return attempt;
    }

    /** How many attempts began to read. */
    synchronized int starts() {
        return starts;
    }

    /** How many checkpoints it completed. */
    synchronized int checkpoints() {
        return checkpoints;
    }

    /** How many units it was told are committed. */
    synchronized int acknowledged() {
        return acknowledged;
    }

    synchronized Set<Label> reached() {
        return reached.isEmpty() ? EnumSet.noneOf(Label.class) : EnumSet.copyOf(reached);
    }

    synchronized boolean isStopped() {
        return stoppedAt != null;
    }

    /** How the job ended, in its own words; null if its process died before. */
    synchronized Report.@Nullable Ended end() {
        return end;
    }

    /** What went wrong in it that was to go wrong. */
    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    /** What it had in use at the beginning of each attempt. */
    synchronized List<Report.Counted> counted() {
        return List.copyOf(counted);
    }

    boolean isRunning() {
        return process.isRunning();
    }

    int exitCode() {
        return process.exitCode();
    }

    /** Where it hung when it gave up, in its own words, or empty. */
    synchronized String stuckAt() {
        return stuckAt;
    }

    /** The last lines of its log, or empty if it said nothing. */
    String lastWords() {
        try {
            List<String> lines = Files.readAllLines(output);
            return lines.isEmpty()
                    ? ""
                    : "; the last that it said: "
                            + String.join(" | ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return "; what it said cannot be read: " + e;
        }
    }

    /** SIGKILL. */
    void kill(String fault) {
        process.kill();
        interrupted(Event.End.KILLED, fault);
    }

    /** It has halted itself at a label. */
    void halted(String fault) {
        interrupted(Event.End.KILLED, fault);
    }

    /** A successor has a copy of its checkpoints: what it completes from now on concerns nobody else, and it claims nothing. */
    synchronized void replaced() {
        replaced = true;
        Steering.REPLACED.tell(arguments.journal());
    }

    /** SIGSTOP. */
    void freeze(String fault) {
        process.pause();
        interrupted(Event.End.FROZEN, fault);
    }

    /** Lets the thread go on that stands at a label, and then SIGCONT. */
    void wake() {
        goOn();
        process.resume();
    }

    /** Lets the thread go on that stands at a label. */
    void goOn() {
        if (arguments.fault().action() == LabelFault.Action.STOP) {
            Steering.GO_ON.tell(arguments.journal());
        }
    }

    /** Lets it read its input to the end as fast as it can. */
    void hurry() {
        Steering.HURRY.tell(arguments.journal());
    }

    @Override
    public void close() {
        process.close();
    }
}
