package dev.weir.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Runs the programs of a server in the folder of its run. What they print goes to its log.
 *
 * @param product the server's name in messages
 * @param name the name of its threads
 * @param run the folder that they work in
 * @param prefix the words before each command
 * @param environment changes the environment that they get, which is ours
 * @param limit how long one may take to end or to be ready
 */
record ServerCommands(
        String product,
        String name,
        RunFolder run,
        List<String> prefix,
        Consumer<Map<String, String>> environment,
        Duration limit) {

    ServerCommands {
        prefix = List.copyOf(prefix);
    }

    /** Runs one to its end. */
    void run(String what, List<String> command, String input) {
        try {
            Path file = Files.writeString(run.path().resolve("input"), input);
            OwnedProcess process = OwnedProcess.start(name, builder(command).redirectInput(file.toFile()));
            try {
                boolean ended = ExitHook.during(name + "-start", process::kill, () -> process.awaitExit(limit));
                if (!ended || process.exitCode() != 0 || run.logTail().contains("ERROR:")) {
                    throw failure(
                            what,
                            ended ? "exit code " + process.exitCode() : "no end after " + limit,
                            "folder=" + run.path());
                }
            } finally {
                process.kill();
            }
        } catch (IOException e) {
            throw new TestbedException(
                    "Cannot " + what + ": no input for it: " + e + "; make " + run.path() + " writable", e);
        }
    }

    /** Starts one that stays, and waits until it is ready. If it does not get ready, it is gone when this throws. */
    ServerProgram.Running start(List<String> command, Readiness readiness, String values) {
        OwnedProcess process = OwnedProcess.start(name, builder(command));
        try {
            return ExitHook.during(name + "-start", process::kill, () -> awaitReady(process, readiness, values));
        } catch (RuntimeException e) {
            process.kill();
            throw e;
        }
    }

    /** Says which process of a server is the main one, as soon as the server accepts connections. */
    @FunctionalInterface
    interface Readiness {
        OptionalLong mainProcess(OwnedProcess process);
    }

    private ServerProgram.Running awaitReady(OwnedProcess process, Readiness readiness, String values) {
        try {
            Poll.until(
                    limit,
                    () -> !process.isAlive() || readiness.mainProcess(process).isPresent());
            OptionalLong main = readiness.mainProcess(process);
            if (main.isPresent() && process.isAlive()) {
                return new ServerProgram.Running(process, main.getAsLong());
            }
        } catch (InterruptedException e) {
            throw TestbedException.interrupted("start " + product, e);
        }
        String reason = process.isAlive()
                ? "it accepts no connections after " + limit
                : "it ended with exit code " + process.exitCode();
        throw failure("start " + product, reason, values);
    }

    TestbedException failure(String what, String reason, String values) {
        return new TestbedException("Cannot " + what + ": " + reason + ": " + values
                + "; see what its log says and mend the data folder or the options:" + System.lineSeparator()
                + run.logTail());
    }

    private ProcessBuilder builder(List<String> command) {
        List<String> all = new ArrayList<>(prefix);
        all.addAll(OwnedProcess.dyingWithThisJvm());
        all.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(all)
                .directory(run.path().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(run.log().toFile()));
        builder.environment().put("LC_ALL", "C");
        environment.accept(builder.environment());
        return builder;
    }
}
