package dev.weir.testbed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A Java program in a process of its own, so that a test can kill what it tests. It ends with this JVM, even when this one is
 * killed, where util-linux is installed.
 *
 * <p><b>Lifecycle.</b> {@link #start}; {@link #pause} and {@link #resume}; the program ends by itself or by {@link #kill};
 * {@link #close} kills it if it still runs. Pausing and killing include all processes that the program started.
 *
 * <p><b>Threading.</b> Any thread may call any method. The consumers of its output are called by one thread for each stream.
 */
public final class ChildJvm implements AutoCloseable {

    private static final Duration OUTPUT_LIMIT = Duration.ofSeconds(2);

    private final String name;
    private final OwnedProcess process;
    private final ChildOutput output;
    private final ExitHook exitHook;

    private ChildJvm(String name, OwnedProcess process, ChildOutput output) {
        this.name = name;
        this.process = process;
        this.output = output;
        this.exitHook = new ExitHook(name, process::kill);
    }

    public static ChildJvm start(ChildJvmOptions asked) {
        ClassArchive.Start start = asked.sharedArchive().prepare(asked);
        ChildJvmOptions options = start.options();
        List<String> command = new ArrayList<>(OwnedProcess.dyingWithThisJvm());
        command.addAll(options.command());
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(options.folder().toFile());
        builder.environment().putAll(options.environment());
        String name = options.mainClass().substring(options.mainClass().lastIndexOf('.') + 1);
        OwnedProcess process = OwnedProcess.start(name, builder, start.whenEnded());
        ChildOutput output = new ChildOutput();
        output.read(name, process.process().getInputStream(), options.standardOutput());
        output.read(name, process.process().getErrorStream(), options.standardError());
        return new ChildJvm(name, process, output);
    }

    public long pid() {
        return process.pid();
    }

    /** Whether it has not ended; a paused one has not. */
    public boolean isRunning() {
        return process.isAlive();
    }

    /** Waits until it prints a line with this text, and returns the line. Only the last 1,000 lines are searched. */
    public String awaitLine(String text, Duration limit) {
        try {
            return output.awaitLine(text, limit)
                    .orElseThrow(() -> failure(
                            "see a line of",
                            "it came neither within " + limit + " nor before its end",
                            "text=" + text));
        } catch (InterruptedException e) {
            throw TestbedException.interrupted("see a line of " + name, e);
        }
    }

    /** Waits until it has ended and all its output was handed over, and returns its exit code: 137 after a kill. */
    public int awaitExit(Duration limit) {
        if (!process.awaitExit(limit)) {
            throw failure("wait any longer for", "it did not end within " + limit, "pid=" + pid());
        }
        try {
            output.awaitEnd(OUTPUT_LIMIT);
        } catch (InterruptedException e) {
            throw TestbedException.interrupted("read the output of " + name, e);
        }
        Optional<RuntimeException> failed = output.failure();
        if (failed.isPresent()) {
            throw new TestbedException(
                    "Cannot read the output of " + name + ": its consumer failed: " + failed.get()
                            + "; mend the consumer",
                    failed.get());
        }
        return process.exitCode();
    }

    /** The exit code of a program that has ended. */
    public int exitCode() {
        if (process.isAlive()) {
            throw failure("tell the exit code of", "it still runs", "pid=" + pid());
        }
        return process.exitCode();
    }

    /** Ends it by SIGKILL, in one instant with all processes that it started. When this returns, it is gone. */
    public void kill() {
        process.kill();
    }

    /** Freezes it. When this returns, it does not run any more. */
    public void pause() {
        process.tree().pause();
    }

    public void resume() {
        process.tree().resume();
    }

    @Override
    public void close() {
        process.kill();
        exitHook.close();
    }

    private TestbedException failure(String verb, String reason, String values) {
        return new TestbedException("Cannot " + verb + " " + name + ": " + reason + ": " + values
                + "; see the last lines of its output:" + System.lineSeparator() + output.tail());
    }
}
