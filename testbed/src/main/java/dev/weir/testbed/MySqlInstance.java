package dev.weir.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Runs the program of MySQL or MariaDB on one data folder.
 *
 * <p>The folder is a copy of a template, which holds the system tables only. Database and user come from a file of
 * statements that the first start executes before it accepts connections.
 */
record MySqlInstance(
        MySqlOptions options, WorkFolder work, ServerBinaries binaries, ServerCommands commands, MySqlData data)
        implements ServerProgram {

    private static final List<String> MARIADB_TABLES = List.of(
            "mariadb_system_tables.sql",
            "mariadb_performance_tables.sql",
            "mariadb_system_tables_data.sql",
            "maria_add_gis_sp_bootstrap.sql");

    static MySqlInstance of(
            MySqlOptions options, WorkFolder work, RunFolder run, ServerBinaries binaries, MissingLibraries libraries) {
        MySqlFlavour flavour = options.flavour();
        ServerCommands commands = new ServerCommands(
                flavour.product(),
                flavour.program(),
                run,
                List.of(),
                environment -> {
                    environment.keySet().removeIf(name -> name.startsWith("MYSQL") || name.startsWith("MARIADB"));
                    libraries.addTo(environment);
                },
                options.startTimeout());
        return new MySqlInstance(options, work, binaries, commands, MySqlData.in(run.path(), flavour));
    }

    @Override
    public String product() {
        return options.flavour().product();
    }

    @Override
    public OptionalInt wantedPort() {
        return OptionalInt.empty();
    }

    @Override
    public boolean keepsData() {
        return false;
    }

    @Override
    public String stopSignal() {
        return ProcessSignals.TERMINATE;
    }

    @Override
    public ProcessTree strays() {
        return data.workers();
    }

    @Override
    public void clearAfterKill() {
        data.clearAfterKill();
    }

    @Override
    public void initialise() {
        Map<String, String> settings = options.flavour().defaults();
        String name = binaries.name() + "-data-" + Integer.toHexString(settings.hashCode());
        try {
            Path template = CachedFolder.in(
                    work, name, folder -> makeTemplate(MySqlData.in(folder, options.flavour()), settings));
            commands.run(
                    "copy " + product() + "'s data",
                    List.of(
                            "cp",
                            "-R",
                            template.resolve("data").toString(),
                            data.path().toString()),
                    "");
            Files.writeString(firstStatements(), statements());
        } catch (IOException e) {
            throw new TestbedException(
                    "Cannot make data for " + product() + ": " + e + ": template="
                            + work.path().resolve(name) + "; make room there, or remove it and try again",
                    e);
        }
    }

    private void makeTemplate(MySqlData template, Map<String, String> settings) throws IOException {
        Files.createDirectories(template.path());
        List<String> command = command(settings, template);
        if (options.flavour() == MySqlFlavour.MYSQL) {
            command.add("--initialize-insecure");
            commands.run("initialise MySQL", command, "");
            // The identity of the server, which each copy shall make for itself.
            Files.deleteIfExists(template.path().resolve("auto.cnf"));
        } else {
            command.addAll(List.of("--bootstrap", "--enforce-storage-engine=", "--max-allowed-packet=8M"));
            commands.run("initialise MariaDB", command, mariaDbTables());
        }
    }

    /** What {@code mariadb-install-db} feeds to the server, without help texts and the sys schema. */
    private String mariaDbTables() throws IOException {
        StringBuilder tables = new StringBuilder("CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket=NULL;\n");
        for (String name : MARIADB_TABLES) {
            tables.append(Files.readString(binaries.home().resolve("share").resolve(name)));
        }
        return tables.toString();
    }

    private String statements() {
        String user = "'" + options.user() + "'@'%'";
        return "CREATE DATABASE IF NOT EXISTS " + options.database() + ";\n"
                + "CREATE USER IF NOT EXISTS " + user + " "
                + options.flavour().identifiedBy(options.password()) + ";\n"
                + "GRANT ALL PRIVILEGES ON *.* TO " + user + " WITH GRANT OPTION;\n";
    }

    private Path firstStatements() {
        return commands.run().path().resolve("first-start.sql");
    }

    @Override
    public Running launch(int port) {
        List<String> command = command(options.settings(), data);
        command.add("--bind-address=127.0.0.1");
        command.add("--port=" + port);
        boolean first = Files.exists(firstStatements());
        if (first) {
            command.add("--init-file=" + firstStatements());
        }
        long logged = commands.run().logLength();
        String values = "port=" + port + ", data=" + data.path();
        Running running = commands.start(command, process -> ready(process, logged), values);
        if (first) {
            endFirst(running, logged, values);
        }
        return running;
    }

    private OptionalLong ready(OwnedProcess process, long logged) {
        String log = commands.run().logSince(logged);
        return log.contains(options.flavour().program() + ": ready for connections")
                ? OptionalLong.of(process.pid())
                : OptionalLong.empty();
    }

    private void endFirst(Running running, long logged, String values) {
        try {
            if (commands.run().logSince(logged).contains("ERROR: ")) {
                throw commands.failure("start " + product(), "its first statements failed", values);
            }
            Files.delete(firstStatements());
        } catch (IOException e) {
            running.process().kill();
            throw new TestbedException(
                    "Cannot start " + product() + ": " + e + "; make "
                            + commands.run().path() + " writable",
                    e);
        } catch (RuntimeException e) {
            running.process().kill();
            throw e;
        }
    }

    /** What a start and an initialisation have in common. */
    private List<String> command(Map<String, String> settings, MySqlData folder) {
        List<String> command = new ArrayList<>(List.of(
                binaries.program(options.flavour().program()).toString(),
                "--no-defaults",
                "--basedir=" + binaries.home(),
                "--datadir=" + folder.path(),
                // Relative to the data folder: an absolute path may be too long for a socket.
                "--socket=" + MySqlData.SOCKET,
                "--pid-file=" + MySqlData.PID_FILE,
                "--skip-name-resolve",
                // So that a proxy can read what goes by, and a start is quick.
                "--skip-ssl",
                "--innodb-use-native-aio=OFF"));
        if (Users.current() == Users.ROOT) {
            command.add("--user=root");
        }
        command.addAll(options.flavour().fixedArguments());
        new TreeMap<>(settings).forEach((name, value) -> command.add("--" + name + "=" + value));
        return command;
    }
}
