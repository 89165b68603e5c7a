package dev.weir.testbed;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Runs PostgreSQL's programs on one data folder, which its documentation calls a database cluster. */
record PostgresCluster(
        PostgresOptions options,
        WorkFolder work,
        ServerBinaries binaries,
        ServerCommands commands,
        PostgresData data,
        Unprivileged owner)
        implements ServerProgram {

    static final String PRODUCT = "PostgreSQL";

    static PostgresCluster of(PostgresOptions options, WorkFolder work, RunFolder run) {
        ServerBinaries binaries = PostgresBinaries.unpackedIn(work);
        PostgresData data = new PostgresData(options.dataFolder().in(run.path()));
        Unprivileged owner = Unprivileged.forDataIn(data.path());
        ServerCommands commands = new ServerCommands(
                PRODUCT,
                "postgres",
                run,
                owner.prefix(),
                environment -> environment.keySet().removeIf(name -> name.startsWith("PG")),
                options.startTimeout());
        return new PostgresCluster(options, work, binaries, commands, data, owner);
    }

    @Override
    public String product() {
        return PRODUCT;
    }

    @Override
    public OptionalInt wantedPort() {
        return options.wantedPort();
    }

    @Override
    public boolean keepsData() {
        return options.dataFolder().isKept();
    }

    /** Breaks off open transactions, "fast shutdown". */
    @Override
    public String stopSignal() {
        return ProcessSignals.INTERRUPT;
    }

    @Override
    public ProcessTree strays() {
        return data.workers();
    }

    @Override
    public void clearAfterKill() {
        data.clearAfterKill();
    }

    /** Makes data and database unless the folder already holds data: copied from a template, which is much quicker. */
    @Override
    public void initialise() {
        if (data.isInitialised()) {
            return;
        }
        String name = binaries.name() + "-data-of-" + owner.owner().orElse("us") + "-" + options.user() + "-"
                + options.database();
        try {
            Path template =
                    CachedFolder.in(work, name, folder -> makeTemplate(new PostgresData(folder.resolve("data"))));
            data.create(owner);
            commands.run(
                    "copy PostgreSQL's data",
                    List.of("cp", "-R", template.resolve("data") + "/.", data.path() + "/"),
                    "");
        } catch (IOException e) {
            throw new TestbedException(
                    "Cannot make data for PostgreSQL: " + e + ": template="
                            + work.path().resolve(name) + "; make room there, or remove it and try again",
                    e);
        }
    }

    private void makeTemplate(PostgresData template) {
        template.create(owner);
        commands.run(
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
            commands.run(
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

    @Override
    public Running launch(int port) {
        List<String> command =
                new ArrayList<>(List.of(program("postgres"), "-D", data.path().toString()));
        new TreeMap<>(options.settings()).forEach((name, value) -> set(command, name, value));
        set(command, "listen_addresses", "127.0.0.1");
        set(command, "port", Integer.toString(port));
        set(command, "unix_socket_directories", "");
        set(command, "logging_collector", "off");
        return commands.start(command, this::mainProcess, "port=" + port + ", data=" + data.path());
    }

    /** The postmaster, which is a child of the process where that is started through {@code su}. */
    private OptionalLong mainProcess(OwnedProcess process) {
        return data.readyPostmaster()
                .filter(pid -> pid == process.pid()
                        || process.tree().members().stream().anyMatch(stat -> stat.pid() == pid))
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    private String program(String name) {
        return binaries.program(name).toString();
    }

    private static void set(List<String> command, String name, String value) {
        command.add("-c");
        command.add(name + "=" + value);
    }
}
