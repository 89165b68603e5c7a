package dev.weir.testbed;

import java.nio.file.Path;

/**
 * A PostgreSQL server on 127.0.0.1 as processes of its own, from the binaries on the class path.
 *
 * <p><b>Lifecycle.</b> {@link #start} returns a server that accepts connections. After that, in any order and number:
 * {@link #pause} and {@link #resume}, {@link #stop} or {@link #kill}, {@link #restart}. {@link #close} is last. The server also
 * ends when this JVM ends, even by SIGKILL where util-linux is installed.
 *
 * <p><b>Threading.</b> Any thread may call any method; calls that change the server's state block and run one at a time.
 */
public final class PostgresServer implements DatabaseServer {

    private static final String NAME = "postgres";

    private final PostgresOptions options;
    private final Path dataFolder;
    private final OwnedServer server;

    private PostgresServer(PostgresOptions options, Path dataFolder, OwnedServer server) {
        this.options = options;
        this.dataFolder = dataFolder;
        this.server = server;
    }

    public static PostgresServer start() {
        return start(PostgresOptions.defaults());
    }

    public static PostgresServer start(PostgresOptions options) {
        PostgresBinaries.requireSupported(System.getProperties());
        OwnedServer.requireFree(options.wantedPort(), PostgresCluster.PRODUCT);
        WorkFolder work = WorkFolder.ofThisUser();
        RunFolder.sweep(work, NAME, left -> new PostgresData(left.resolve("data")).killLeftOver());
        RunFolder run = RunFolder.create(work, NAME);
        OwnedServer server = OwnedServer.start(run, folder -> PostgresCluster.of(options, work, folder));
        return new PostgresServer(options, options.dataFolder().in(run.path()), server);
    }

    @Override
    public String jdbcUrl() {
        return jdbcUrlAt(port());
    }

    /** The server as seen through a proxy that was made for {@link #port()}. */
    public String jdbcUrlThrough(FaultProxy proxy) {
        return jdbcUrlAt(proxy.port());
    }

    private String jdbcUrlAt(int somePort) {
        return "jdbc:postgresql://127.0.0.1:" + somePort + "/" + options.database() + "?user=" + options.user();
    }

    @Override
    public String user() {
        return options.user();
    }

    /** Empty: everyone on this machine gets in. */
    @Override
    public String password() {
        return "";
    }

    public String database() {
        return options.database();
    }

    public int port() {
        return server.port();
    }

    /** The pid of the postmaster, the parent of all other processes of the server; of the last one if it does not run. */
    public long pid() {
        return server.pid();
    }

    public Path dataFolder() {
        return dataFolder;
    }

    /** The last lines that the server logged since it was first started. */
    public String logTail() {
        return server.logTail();
    }

    /** Whether its process lives, paused or not. */
    public boolean isRunning() {
        return server.isRunning();
    }

    /** Ends it in order, breaking off open transactions ("fast shutdown"). Does nothing if it does not run. */
    public void stop() {
        server.stop();
    }

    /**
     * Crashes it: all its processes stop in one instant and never go on. When this returns, all are gone. Does nothing if none
     * is left. What was prepared, or committed with {@code synchronous_commit=on}, survives.
     */
    @Override
    public void kill() {
        server.kill();
    }

    /** Freezes all its processes: connections stay open, and new ones are made by the kernel, but nothing answers. */
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

    /** Ends it, and deletes its data unless their folder was given. */
    @Override
    public void close() {
        server.close();
    }
}
