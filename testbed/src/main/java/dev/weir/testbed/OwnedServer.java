package dev.weir.testbed;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of a server of any kind: its port, its processes, and its folder, which goes when it is closed or when this JVM ends.
 */
final class OwnedServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OwnedServer.class);

    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final int PORT_TRIES = 5;

    private final ServerProgram program;
    private final RunFolder run;
    private final ExitHook exitHook;

    private volatile int port;
    private volatile long pid;

    /** Set from the moment when it is ready until all its processes are known to be gone: only then is the data folder ours. */
    private volatile @Nullable OwnedProcess process;

    private boolean closed;

    private OwnedServer(ServerProgram program, RunFolder run) {
        this.program = program;
        this.run = run;
        this.exitHook = new ExitHook(program.product().toLowerCase(Locale.ROOT), this::endWithJvm);
    }

    /** Runs a program in a folder that is made for it, and goes with it. */
    static OwnedServer start(RunFolder run, Function<RunFolder, ServerProgram> programIn) {
        OwnedServer server;
        try {
            server = new OwnedServer(programIn.apply(run), run);
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

    /** Before anything is made: a wanted port must be free. */
    static void requireFree(OptionalInt wanted, String product) {
        if (wanted.isPresent() && !Ports.isFree(wanted.getAsInt())) {
            throw new TestbedException("Cannot start " + product + ": the port is taken: 127.0.0.1:" + wanted.getAsInt()
                    + "; end what listens there, or leave the port out to get a free one");
        }
    }

    int port() {
        return port;
    }

    long pid() {
        return pid;
    }

    String logTail() {
        return run.logTail();
    }

    boolean isRunning() {
        OwnedProcess current = process;
        return current != null && current.isAlive();
    }

    synchronized void stop() {
        OwnedProcess current = process;
        if (current == null || !current.isAlive()) {
            return;
        }
        current.tree().resume();
        ProcessStat.read(pid).ifPresent(stat -> ProcessSignals.send(program.stopSignal(), List.of(stat)));
        if (!current.awaitExit(STOP_LIMIT)) {
            throw new TestbedException("Cannot stop " + program.product() + ": it still runs after " + STOP_LIMIT
                    + ": pid=" + pid + "; kill() it; its log ends with:" + System.lineSeparator() + logTail());
        }
        process = null;
        LOG.debug("{} on port {} stopped", program.product(), port);
    }

    synchronized void kill() {
        killAll();
        LOG.debug("{} on port {} killed", program.product(), port);
    }

    synchronized void pause() {
        runningProcess("pause").tree().pause();
    }

    synchronized void resume() {
        runningProcess("resume").tree().resume();
    }

    synchronized void restart() {
        if (closed) {
            throw new TestbedException(
                    "Cannot restart " + program.product() + ": it is closed: port=" + port + "; start a new one");
        }
        stop();
        killAll();
        launch();
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (program.keepsData()) {
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
            throw new TestbedException("Cannot " + verb + " " + program.product() + ": it does not run: port=" + port
                    + "; restart() it first");
        }
        return current;
    }

    private void startFirst() {
        program.initialise();
        for (int i = 1; ; i++) {
            port = program.wantedPort().orElseGet(Ports::free);
            long logged = run.logLength();
            try {
                launch();
                return;
            } catch (TestbedException e) {
                // Another process may take a free port before we do.
                if (program.wantedPort().isPresent()
                        || i == PORT_TRIES
                        || !run.logSince(logged).contains("Address already in use")) {
                    throw e;
                }
            }
        }
    }

    private void launch() {
        long begin = System.nanoTime();
        ServerProgram.Running running = program.launch(port);
        pid = running.pid();
        process = running.process();
        LOG.debug("{} ready on port {} after {} ms", program.product(), port, (System.nanoTime() - begin) / 1_000_000);
    }

    private void killAll() {
        OwnedProcess current = process;
        if (current != null) {
            // A main process that died alone may leave others behind which are nobody's children any more.
            current.kill(program.strays());
            program.clearAfterKill();
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
