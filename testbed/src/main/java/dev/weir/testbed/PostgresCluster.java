package dev.weir.testbed;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Runs PostgreSQL's programs on one data folder, which its documentation calls a database cluster. */
record PostgresCluster(
        PostgresOptions options,
        WorkFolder work,
        PostgresBinaries binaries,
        RunFolder run,
        PostgresData data,
        Unprivileged user) {

    /** A server that is ready. Where it is started through {@code su}, the postmaster is a child of the process. */
    record Running(OwnedProcess process, long postmaster) {}

    static PostgresCluster of(PostgresOptions options, WorkFolder work, RunFolder run) {
        PostgresBinaries binaries = PostgresBinaries.unpackedIn(work);
        PostgresData data = new PostgresData(options.dataFolder().in(run.path()));
        return new PostgresCluster(options, work, binaries, run, data, Unprivileged.forDataIn(data.path()));
    }

    /** Makes data and database unless the folder already holds data: copied from a template, which is much quicker. */
    void initialise() {
        if (data.isInitialised()) {
            return;
        }
        String name = binaries.name() + "-data-of-" + user.owner().orElse("us") + "-" + options.user() + "-"
                + options.database();
        try {
            Path template =
                    CachedFolder.in(work, name, folder -> makeTemplate(new PostgresData(folder.resolve("data"))));
            data.create(user);
            run("copy PostgreSQL's data", List.of("cp", "-R", template.resolve("data") + "/.", data.path() + "/"), "");
        } catch (IOException e) {
            throw new TestbedException(
                    "Cannot make data for PostgreSQL: " + e + ": template="
                            + work.path().resolve(name) + "; make room there, or remove it and try again",
                    e);
        }
    }

    private void makeTemplate(PostgresData template) {
        template.create(user);
        run(
                "initialise PostgreSQL",
                List.of(
                        program("initdb"),
                        "--pgdata=" + template.path(),
                        "--username=" + options.user(),
                        "--auth=trust",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--no-sync",
                        "--no-instructions"),
                "");
        if (!options.database().equals("postgres")) {
            run(
                    "create a database",
                    List.of(
                            program("postgres"),
                            "--single",
                            "-D",
                            template.path().toString(),
                            "-F",
                            "postgres"),
                    "CREATE DATABASE " + options.database() + "\n");
        }
    }

    /** Starts the server and waits until it accepts connections. If it does not, it is gone when this throws. */
    Running launch(int port) {
        List<String> command =
                new ArrayList<>(List.of(program("postgres"), "-D", data.path().toString()));
        new TreeMap<>(options.settings()).forEach((name, value) -> set(command, name, value));
        set(command, "listen_addresses", "127.0.0.1");
        set(command, "port", Integer.toString(port));
        set(command, "unix_socket_directories", "");
        set(command, "logging_collector", "off");
        OwnedProcess process = OwnedProcess.start("postgres", builder(command));
        try {
            return ExitHook.during("postgres-start", process::kill, () -> awaitReady(process, port));
        } catch (RuntimeException e) {
            process.kill();
            throw e;
        }
    }

    private Running awaitReady(OwnedProcess process, int port) {
        try {
            boolean settled = Poll.until(options.startTimeout(), () -> !process.isAlive() || isReady(process));
            if (settled && process.isAlive()) {
                return new Running(process, data.readyPostmaster().orElse(process.pid()));
            }
        } catch (InterruptedException e) {
            throw TestbedException.interrupted("start PostgreSQL", e);
        }
        String reason = process.isAlive()
                ? "it accepts no connections after " + options.startTimeout()
                : "it ended with exit code " + process.exitCode();
        throw failure("start PostgreSQL", reason, "port=" + port + ", data=" + data.path());
    }

    private boolean isReady(OwnedProcess process) {
        return data.readyPostmaster()
                .filter(pid -> pid == process.pid()
                        || process.tree().members().stream().anyMatch(stat -> stat.pid() == pid))
                .isPresent();
    }

    private void run(String what, List<String> command, String input) {
        try {
            Path file = Files.writeString(run.path().resolve("input"), input);
            OwnedProcess process =
                    OwnedProcess.start("postgres", builder(command).redirectInput(file.toFile()));
            try {
                boolean ended = ExitHook.during(
                        "postgres-start", process::kill, () -> process.awaitExit(options.startTimeout()));
                if (!ended || process.exitCode() != 0 || run.logTail().contains("ERROR:")) {
                    String reason =
                            ended ? "exit code " + process.exitCode() : "no end after " + options.startTimeout();
                    throw failure(what, reason, "data=" + data.path());
                }
            } finally {
                process.kill();
            }
        } catch (IOException e) {
            throw new TestbedException(
                    "Cannot " + what + ": no input for it: " + e + "; make " + run.path() + " writable", e);
        }
    }

    private TestbedException failure(String what, String reason, String values) {
        return new TestbedException("Cannot " + what + ": " + reason + ": " + values
                + "; see what its log says and mend the data folder or the options:" + System.lineSeparator()
                + run.logTail());
    }

    private ProcessBuilder builder(List<String> command) {
        List<String> all = new ArrayList<>(user.prefix());
        all.addAll(OwnedProcess.dyingWithThisJvm());
        all.addAll(command);
        File log = run.log().toFile();
        ProcessBuilder builder = new ProcessBuilder(all)
                .directory(run.path().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        return builder;
    }

    private String program(String name) {
        return binaries.program(name).toString();
    }

    private static void set(List<String> command, String name, String value) {
        command.add("-c");
        command.add(name + "=" + value);
    }
}
