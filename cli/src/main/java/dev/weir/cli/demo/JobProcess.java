package dev.weir.cli.demo;

import dev.weir.testbed.ChildJvm;
import dev.weir.testbed.ChildJvmOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One process of the job.
 *
 * <p><b>Lifecycle.</b> {@link #start}; {@link #next} any number of times; {@link #kill} or {@link #awaitExit}; {@link #close}.
 * <b>Threading.</b> One thread.
 */
final class JobProcess implements AutoCloseable {

    private static final Duration EXIT_LIMIT = Duration.ofSeconds(30);

    /** What the shell and the JVM say of a process that SIGKILL ended. */
    static final int KILLED = 137;

    private final ChildJvm child;
    private final BlockingQueue<Message> messages;

    private JobProcess(ChildJvm child, BlockingQueue<Message> messages) {
        this.child = child;
        this.messages = messages;
    }

    static JobProcess start(ChildJvmOptions.Builder options, JobLog log) {
        BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
        ChildJvm child = ChildJvm.start(options.onOutput(
                        line -> Message.parse(line).ifPresentOrElse(messages::add, () -> log.accept(line)))
                .onError(log)
                .build());
        return new JobProcess(child, messages);
    }

    /** The next message, if one comes within the limit. */
    Optional<Message> next(Duration limit) throws InterruptedException {
        return Optional.ofNullable(messages.poll(limit.toNanos(), TimeUnit.NANOSECONDS));
    }

    boolean isRunning() {
        return child.isRunning();
    }

    /** Sends SIGKILL at once, and waits until the process is gone. Returns its exit code: {@link #KILLED} if it was not faster. */
    int kill() {
        // Not ChildJvm.kill(): that one stops a whole tree of processes first, which takes some milliseconds.
        ProcessHandle.of(child.pid()).ifPresent(ProcessHandle::destroyForcibly);
        return awaitExit();
    }

    /** The exit code; afterwards all messages have come. */
    int awaitExit() {
        return child.awaitExit(EXIT_LIMIT);
    }

    @Override
    public void close() {
        child.close();
    }
}
