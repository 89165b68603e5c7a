package dev.weir.testbed;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * A process of the operating system that this JVM starts and ends.
 *
 * <p><b>Dying with the JVM.</b> A shutdown hook does not run when the JVM is killed. For that case a command can be prefixed
 * with {@link #dyingWithThisJvm()}: the kernel then kills the process when its parent dies, see PR_SET_PDEATHSIG in
 * prctl(2). "Parent" means the <i>thread</i> that forked, so each process is started by a thread of its own that lives
 * until the process ends. The kernel forgets the setting when a process changes its user, hence the prefix must stand
 * behind whatever does that.
 */
final class OwnedProcess {

    private final Process process;
    private final ProcessTree tree;

    private OwnedProcess(Process process) {
        this.process = process;
        this.tree = ProcessTree.rootedAt(process.pid());
    }

    static OwnedProcess start(String name, ProcessBuilder builder) {
        return start(name, builder, () -> {});
    }

    /** @param whenEnded run once after its end, by the thread that started it, which has nothing else to do */
    static OwnedProcess start(String name, ProcessBuilder builder, Runnable whenEnded) {
        CompletableFuture<Process> started = new CompletableFuture<>();
        Thread parent = new Thread(() -> startAndStay(builder, started, whenEnded), "weir-parent-of-" + name);
        parent.setDaemon(true);
        parent.start();
        try {
            return new OwnedProcess(started.join());
        } catch (CompletionException e) {
            throw new TestbedException(
                    "Cannot start " + name + ": its program does not run: " + e.getMessage() + "; check that "
                            + builder.command().get(0) + " exists, is executable, and lies on no noexec mount",
                    e);
        }
    }

    private static void startAndStay(ProcessBuilder builder, CompletableFuture<Process> started, Runnable whenEnded) {
        Process process;
        try {
            process = builder.start();
        } catch (IOException | RuntimeException e) {
            started.completeExceptionally(e);
            return;
        }
        started.complete(process);
        process.onExit().join();
        whenEnded.run();
    }

    /** Empty where the machine cannot do it; then only the shutdown hook and the sweep at the next start are left. */
    static List<String> dyingWithThisJvm() {
        List<String> prefix = List.of("setpriv", "--pdeathsig", "KILL", "--");
        return canStart(prefix) ? prefix : List.of();
    }

    /** Whether commands with these words before them run. */
    static boolean canStart(List<String> prefix) {
        return succeeds(prefix, "sh", "-c", "exit 0");
    }

    static boolean succeeds(List<String> prefix, String... command) {
        try {
            List<String> all = new ArrayList<>(prefix);
            all.addAll(List.of(command));
            return new ProcessBuilder(all)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .onExit()
                            .join()
                            .exitValue()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    Process process() {
        return process;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    int exitCode() {
        return process.exitValue();
    }

    ProcessTree tree() {
        return tree;
    }

    /** Whether it ended within the limit. */
    boolean awaitExit(Duration limit) {
        try {
            return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw TestbedException.interrupted("wait for the end of process " + pid(), e);
        }
    }

    /** Kills it with all descendants and those of the other tree, and reaps it. */
    void kill(ProcessTree others) {
        tree.and(others).kill();
        process.onExit().join();
    }

    void kill() {
        kill(tree);
    }
}
