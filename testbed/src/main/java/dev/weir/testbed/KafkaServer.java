package dev.weir.testbed;

import java.util.Map;

/**
 * A Kafka broker on 127.0.0.1 as a process of its own, which is its own controller.
 *
 * <p>Its jars are those in the folder that the system property {@code weir.kafka.broker} names, else those that the dependency
 * {@code dev.weir:weir-kafka-broker} lists. They are on the broker's class path only. A client is up to who uses one.
 *
 * <p><b>Listeners.</b> Whoever connects to {@link #bootstrapServers()} needs no name and may do anything. A client of
 * {@link #proxiedBootstrapServers()} talks through {@link #proxy()} all the time, also after it has learnt the broker's
 * address. A client of {@link #securedBootstrapServers()} must be one of the users and may do what an ACL allows.
 *
 * <p><b>Lifecycle.</b> {@link #start} returns a broker that answers. After that, in any order and number:
 * {@link #pause} and {@link #resume}, {@link #stop} or {@link #kill}, {@link #restart}. {@link #close} is last. The broker also
 * ends when this JVM ends, even by SIGKILL where util-linux is installed.
 *
 * <p><b>Threading.</b> Any thread may call any method; calls that change the server's state block and run one at a time.
 */
public final class KafkaServer implements KafkaBroker {

    private final KafkaOptions options;
    private final KafkaInstance instance;
    private final OwnedServer server;

    private KafkaServer(KafkaOptions options, KafkaInstance instance, OwnedServer server) {
        this.options = options;
        this.instance = instance;
        this.server = server;
    }

    public static KafkaServer start() {
        return start(KafkaOptions.defaults());
    }

    public static KafkaServer start(KafkaOptions options) {
        KafkaBinaries binaries = KafkaBinaries.found();
        WorkFolder work = WorkFolder.ofThisUser();
        RunFolder.sweep(
                work, KafkaInstance.NAME, left -> KafkaInstance.workersIn(left).kill());
        RunFolder run = RunFolder.create(work, KafkaInstance.NAME);
        KafkaInstance instance = new KafkaInstance(options, work, run, binaries);
        try {
            return new KafkaServer(options, instance, OwnedServer.start(run, folder -> instance));
        } catch (RuntimeException e) {
            instance.closeProxy();
            throw e;
        }
    }

    /** For everyone: no login, all rights. */
    @Override
    public String bootstrapServers() {
        return "127.0.0.1:" + port();
    }

    /** Through {@link #proxy()}, for good. */
    public String proxiedBootstrapServers() {
        return "127.0.0.1:" + proxy().port();
    }

    /** For the users of the options, see {@link #loginOf}. */
    public String securedBootstrapServers() {
        return "127.0.0.1:"
                + instance.securedPort().orElseThrow(() -> missing("user", "give its options a user(name, password)"));
    }

    /**
     * What a client needs beside the address to log in as a user at {@link #securedBootstrapServers()}, as properties of Kafka's
     * clients.
     */
    public Map<String, String> loginOf(String user) {
        String password = options.users().get(user);
        if (password == null) {
            throw missing("user " + user, "give its options a user(\"" + user + "\", password)");
        }
        return loginOf(user, password);
    }

    /** The same for any name and password, right or wrong. */
    public static Map<String, String> loginOf(String user, String password) {
        return Map.of(
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"" + user + "\" password=\""
                        + password + "\";");
    }

    /** What stands before the listener of {@link #proxiedBootstrapServers()}; it stays over restarts. */
    public FaultProxy proxy() {
        FaultProxy proxy = instance.proxy();
        if (proxy == null) {
            throw missing("proxy", "make its options proxied()");
        }
        return proxy;
    }

    private static TestbedException missing(String what, String remedy) {
        return new TestbedException("Cannot use a listener of Kafka: it has no " + what + "; " + remedy);
    }

    /** That of {@link #bootstrapServers()}. */
    public int port() {
        return server.port();
    }

    /** The pid of the broker; of the last one if it does not run. */
    public long pid() {
        return server.pid();
    }

    /** The last lines that the broker logged since it was first started. */
    public String logTail() {
        return server.logTail();
    }

    /** Whether its process lives, paused or not. */
    public boolean isRunning() {
        return server.isRunning();
    }

    /** Ends it in order. Open transactions stay open. Does nothing if it does not run. */
    public void stop() {
        server.stop();
    }

    /** Crashes it. When this returns, it is gone. Does nothing if it does not run. What it acknowledged survives. */
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

    /** Starts it again with the same data and ports, after {@link #stop} if it still runs. */
    @Override
    public void restart() {
        server.restart();
    }

    /** Ends it and deletes its data. */
    @Override
    public void close() {
        try {
            server.close();
        } finally {
            instance.closeProxy();
        }
    }
}
