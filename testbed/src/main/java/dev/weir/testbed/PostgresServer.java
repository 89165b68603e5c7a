package dev.weir.testbed;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server on 127.0.0.1 as processes of its own, from the binaries on the class path.
 *
 * <p><b>Lifecycle.</b> {@link #start} returns a server that accepts connections. After that, in any order and number:
 * {@link #pause} and {@link #resume}, {@link #stop} or {@link #kill}, {@link #restart}. {@link #close} is last. The server also
 * ends when this JVM ends, even by SIGKILL where util-linux is installed.
 *
 * <p><b>Threading.</b> Any thread may call any method; calls that change the server's state block and run one at a time.
 */
public final class PostgresServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);

    private static final String NAME = "postgres";
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final int PORT_TRIES = 5;

    private final PostgresOptions options;
    private final RunFolder run;
    private final PostgresCluster cluster;
    private final ExitHook exitHook;

    private volatile int port;
    private volatile long pid;

    /** Set from the moment when it is ready until all its processes are known to be gone: only then is the data folder ours. */
    private volatile @Nullable OwnedProcess process;

    private boolean closed;

    private PostgresServer(PostgresOptions options, RunFolder run, PostgresCluster cluster) {
        this.options = options;
        this.run = run;
        this.cluster = cluster;
        this.exitHook = new ExitHook(NAME, this::endWithJvm);
    }

    public static PostgresServer start() {
        return start(PostgresOptions.defaults());
    }

    public static PostgresServer start(PostgresOptions options) {
        PostgresBinaries.requireSupported(System.getProperties());
        if (options.port() != 0 && !Ports.isFree(options.port())) {
            throw new TestbedException("Cannot start PostgreSQL: the port is taken: 127.0.0.1:" + options.port()
                    + "; end what listens there, or leave the port out to get a free one");
        }
        WorkFolder work = WorkFolder.ofThisUser();
        RunFolder.sweep(work, NAME, left -> new PostgresData(left.resolve("data")).killLeftOver());
        RunFolder run = RunFolder.create(work, NAME);
        PostgresServer server;
        try {
            server = new PostgresServer(options, run, PostgresCluster.of(options, work, run));
        } catch (RuntimeException e) {
            run.close();
            throw e;
        }
        try {
            server.startFirst();
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    public String jdbcUrl() {
        return jdbcUrlAt(port);
    }

    /** The server as seen through a proxy that was made for {@link #port()}. */
    public String jdbcUrlThrough(FaultProxy proxy) {
        return jdbcUrlAt(proxy.port());
    }

    private String jdbcUrlAt(int somePort) {
        return "jdbc:postgresql://127.0.0.1:" + somePort + "/" + options.database() + "?user=" + options.user();
    }

    public String user() {
        return options.user();
    }

    public String database() {
        return options.database();
    }

    public int port() {
        return port;
    }

    /** The pid of the postmaster, the parent of all other processes of the server; of the last one if it does not run. */
    public long pid() {
        return pid;
    }

    public Path dataFolder() {
        return cluster.data().path();
    }

    /** The last lines that the server logged since it was first started. */
    public String logTail() {
        return run.logTail();
    }

    /** Whether its process lives, paused or not. */
    public boolean isRunning() {
        OwnedProcess current = process;
        return current != null && current.isAlive();
    }

    /** Ends it in order, breaking off open transactions ("fast shutdown"). Does nothing if it does not run. */
    public synchronized void stop() {
        OwnedProcess current = process;
        if (current == null || !current.isAlive()) {
            return;
        }
        current.tree().resume();
        ProcessStat.read(pid).ifPresent(stat -> ProcessSignals.send(ProcessSignals.INTERRUPT, List.of(stat)));
        if (!current.awaitExit(STOP_LIMIT)) {
            throw new TestbedException("Cannot stop PostgreSQL: it still runs after " + STOP_LIMIT + ": pid=" + pid
                    + "; kill() it; its log ends with:" + System.lineSeparator() + logTail());
        }
        process = null;
        LOG.debug("PostgreSQL on port {} stopped", port);
    }

    /**
     * Crashes it: all its processes stop in one instant and never go on. When this returns, all are gone. Does nothing if none
     * is left. What was prepared, or committed with {@code synchronous_commit=on}, survives.
     */
    public synchronized void kill() {
        killAll();
        LOG.debug("PostgreSQL on port {} killed", port);
    }

    /** Freezes all its processes: connections stay open, and new ones are made by the kernel, but nothing answers. */
    public synchronized void pause() {
        runningProcess("pause").tree().pause();
    }

    public synchronized void resume() {
        runningProcess("resume").tree().resume();
    }

    /** Starts it again with the same data and port, after {@link #stop} if it still runs. */
    public synchronized void restart() {
        if (closed) {
            throw new TestbedException("Cannot restart PostgreSQL: it is closed: port=" + port + "; start a new one");
        }
        stop();
        killAll();
        launch();
    }

    /** Ends it, and deletes its data unless their folder was given. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (options.dataFolder().isKept()) {
                stop();
            }
        } finally {
            endWithJvm();
            exitHook.close();
        }
    }

    private OwnedProcess runningProcess(String verb) {
        OwnedProcess current = process;
        if (current == null || !current.isAlive()) {
            throw new TestbedException(
                    "Cannot " + verb + " PostgreSQL: it does not run: port=" + port + "; restart() it first");
        }
        return current;
    }

    private void startFirst() {
        cluster.initialise();
        for (int i = 1; ; i++) {
            port = options.port() == 0 ? Ports.free() : options.port();
            try {
                launch();
                return;
            } catch (TestbedException e) {
                // Another process may take a free port before we do.
                if (options.port() != 0 || i == PORT_TRIES || !logTail().contains("Address already in use")) {
                    throw e;
                }
            }
        }
    }

    private void launch() {
        long begin = System.nanoTime();
        PostgresCluster.Running running = cluster.launch(port);
        pid = running.postmaster();
        process = running.process();
        LOG.debug("PostgreSQL ready on port {} after {} ms", port, (System.nanoTime() - begin) / 1_000_000);
    }

    private void killAll() {
        OwnedProcess current = process;
        if (current != null) {
            // A postmaster that died alone leaves backends behind which are nobody's children any more.
            current.kill(cluster.data().workers());
            cluster.data().clearAfterKill();
            process = null;
        }
    }

    /** Without the lock: whoever holds it may wait for long. */
    private void endWithJvm() {
        try {
            killAll();
        } finally {
            run.close();
        }
    }
}
