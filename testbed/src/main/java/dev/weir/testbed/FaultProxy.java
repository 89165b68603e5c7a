package dev.weir.testbed;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy on 127.0.0.1 that breaks connections on demand. It starts healthy; faults add up until {@link #heal}. The server
 * is connected to anew for each client, so it may start later or move between restarts of itself.
 *
 * <p><b>Threading.</b> Any thread may call any method. Each connection has two daemon threads, and {@link #close} ends all.
 */
public final class FaultProxy implements AutoCloseable {

    private static final Duration ACCEPT_LIMIT = Duration.ofSeconds(5);

    private final InetSocketAddress server;
    private final boolean readsKafka;
    private final int port;
    private final Set<ProxyLink> links = ConcurrentHashMap.newKeySet();
    private final List<Tripwire> tripwires = new CopyOnWriteArrayList<>();

    private Duration latency = Duration.ZERO;
    private boolean held;
    private boolean closed;
    private @Nullable ServerSocket listener;
    private @Nullable Thread acceptor;

    private FaultProxy(InetSocketAddress server, boolean readsKafka) {
        this.server = server;
        this.readsKafka = readsKafka;
        this.port = Ports.free();
        listen();
    }

    /** In front of a server on 127.0.0.1. */
    public static FaultProxy to(int serverPort) {
        return to(new InetSocketAddress(Ports.loopback(), serverPort));
    }

    public static FaultProxy to(InetSocketAddress server) {
        return new FaultProxy(server, false);
    }

    /**
     * In front of a broker's listener on 127.0.0.1, without encryption. A {@link KafkaServer} makes its own, since clients go where
     * the broker says that it is: see {@link KafkaServer#proxy}.
     */
    public static FaultProxy toKafka(int listenerPort) {
        return new FaultProxy(new InetSocketAddress(Ports.loopback(), listenerPort), true);
    }

    /** Where clients connect to, on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** How many connections go through it now. */
    public int connections() {
        return links.size();
    }

    /** Delays every chunk of bytes (32 KiB at most) in both directions, so that bandwidth goes down as well. */
    public synchronized void delay(Duration perChunk) {
        latency = perChunk;
    }

    /** Keeps everything back, without losing it, until {@link #heal}. New connections are still accepted. */
    public synchronized void hold() {
        held = true;
    }

    /** Ends all connections of now. */
    public void drop(Cut cut) {
        if (cut == Cut.HOLD) {
            throw new TestbedException("Cannot drop connections: this cut ends none: cut=" + cut + "; call hold()");
        }
        links.forEach(link -> link.cutBoth(cut));
    }

    /** Refuses new connections until {@link #heal}, as if no server were there. The present ones stay. */
    public synchronized void refuse() {
        ServerSocket current = listener;
        listener = null;
        if (current == null) {
            return;
        }
        try {
            current.close();
        } catch (IOException e) {
            throw new TestbedException("Cannot close a proxy's port: " + e + ": " + port + "; make a new proxy", e);
        }
        // As long as a thread is inside accept(), the kernel goes on listening.
        Thread last = acceptor;
        Poll.untilUninterruptibly(ACCEPT_LIMIT, () -> last == null || !last.isAlive());
    }

    /** Cuts the connection on which the point is met first. */
    public Tripwire arm(CutPoint point) {
        if (point.mark() instanceof Mark.Request && !readsKafka) {
            throw new TestbedException("Cannot arm a proxy: it does not read Kafka's protocol: " + point
                    + "; make it with FaultProxy.toKafka(port), or use that of a KafkaServer");
        }
        Tripwire tripwire = new Tripwire(point);
        tripwires.add(tripwire);
        return tripwire;
    }

    /** Ends all faults, lets go what was held, and disarms all cut points. What was cut stays cut. */
    public synchronized void heal() {
        latency = Duration.ZERO;
        tripwires.clear();
        held = false;
        if (listener == null && !closed) {
            listen();
        }
        notifyAll();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        refuse();
        links.forEach(ProxyLink::close);
    }

    private void listen() {
        try {
            ServerSocket socket = Ports.listen(port);
            listener = socket;
            acceptor = startThread("accept", () -> acceptFrom(socket));
        } catch (IOException e) {
            throw new TestbedException(
                    "Cannot open a proxy: its port is taken: 127.0.0.1:" + port + "; make a new proxy", e);
        }
    }

    private void acceptFrom(ServerSocket socket) {
        try {
            for (int number = 1; ; number++) {
                Socket client = socket.accept();
                ProxyLink link = new ProxyLink(this, client, number);
                links.add(link);
                link.start(server);
            }
        } catch (IOException e) {
            // Closed by refuse() or close().
        }
    }

    Thread startThread(String role, Runnable task) {
        Thread thread = new Thread(task, "weir-proxy-" + port + "-" + role);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** What every chunk waits for before it goes on. */
    synchronized void waitForPassage(ProxyLink link) throws InterruptedException {
        long arrival = System.nanoTime();
        while (link.isForwarding()) {
            long left = latency.toNanos() - (System.nanoTime() - arrival);
            if (held) {
                wait();
            } else if (left > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } else {
                return;
            }
        }
    }

    synchronized void linkChanged() {
        notifyAll();
    }

    boolean readsKafka() {
        return readsKafka;
    }

    List<Tripwire> tripwires() {
        return tripwires;
    }

    void disarm(Tripwire tripwire) {
        tripwires.remove(tripwire);
    }

    void forget(ProxyLink link) {
        links.remove(link);
    }
}
