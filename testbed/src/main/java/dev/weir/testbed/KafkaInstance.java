package dev.weir.testbed;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Runs a broker on one data folder.
 *
 * <p>The folder begins with the two files that Kafka's own format command writes. They are the same for all brokers but for two
 * random identities, so the command, a JVM of its own, runs once per user and version.
 */
final class KafkaInstance implements ServerProgram {

    static final String PRODUCT = "Kafka";
    static final String NAME = "kafka";

    private static final String IDENTITY = "meta.properties";
    private static final String FEATURES = "bootstrap.checkpoint";

    private static final List<String> LOGGING = List.of(
            "-Dorg.slf4j.simpleLogger.showDateTime=true",
            "-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaRaftServer=info");

    private final KafkaOptions options;
    private final WorkFolder work;
    private final KafkaBinaries binaries;
    private final ServerCommands commands;
    private final Path data;

    private volatile KafkaProperties.@Nullable Listening ports;
    private volatile @Nullable FaultProxy proxy;

    KafkaInstance(KafkaOptions options, WorkFolder work, RunFolder run, KafkaBinaries binaries) {
        this.options = options;
        this.work = work;
        this.binaries = binaries;
        this.commands = new ServerCommands(
                PRODUCT,
                NAME,
                run,
                List.of(),
                environment ->
                        environment.keySet().removeIf(name -> name.startsWith("JAVA_") || name.startsWith("JDK_")),
                options.startTimeout());
        this.data = run.path().resolve("data");
    }

    @Override
    public String product() {
        return PRODUCT;
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
        return workersIn(commands.run().path());
    }

    static ProcessTree workersIn(Path run) {
        return ProcessTree.workingIn(run, "java");
    }

    /** Nothing: its file locks went with the process. */
    @Override
    public void clearAfterKill() {}

    @Override
    public void initialise() {
        String name = NAME + "-" + binaries.version() + "-format";
        try {
            Path template = CachedFolder.in(work, name, this::format);
            Files.createDirectories(data);
            Files.copy(template.resolve(FEATURES), data.resolve(FEATURES));
            StringBuilder identity = new StringBuilder();
            for (String line : Files.readAllLines(template.resolve(IDENTITY))) {
                identity.append(withNewIdentity(line)).append('\n');
            }
            Files.writeString(data.resolve(IDENTITY), identity);
        } catch (IOException e) {
            throw new TestbedException(
                    "Cannot make data for Kafka: " + e + ": template="
                            + work.path().resolve(name) + "; make room there, or remove it and try again",
                    e);
        }
    }

    private void format(Path folder) throws IOException {
        Path file = commands.run().path().resolve("format.properties");
        KafkaProperties.Listening any =
                new KafkaProperties.Listening(1, 2, OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());
        Files.writeString(file, KafkaProperties.text(KafkaOptions.defaults(), folder, any));
        List<String> command = java();
        command.addAll(List.of("kafka.tools.StorageTool", "format", "-t", randomIdentity(), "-c", file.toString()));
        commands.run("format Kafka's data folder", command, "");
    }

    private static String withNewIdentity(String line) {
        String name = line.substring(0, line.indexOf('=') + 1);
        return name.equals("cluster.id=") || name.equals("directory.id=") ? name + randomIdentity() : line;
    }

    /** As Kafka writes a UUID; it wants none that begins with a hyphen. */
    private static String randomIdentity() {
        UUID random = UUID.randomUUID();
        byte[] bytes = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(random.getMostSignificantBits())
                .putLong(random.getLeastSignificantBits())
                .array();
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return text.startsWith("-") ? randomIdentity() : text;
    }

    @Override
    public Running launch(int port) {
        KafkaProperties.Listening listening = listeningWith(port);
        Path file = commands.run().path().resolve("server.properties");
        try {
            Files.writeString(file, KafkaProperties.text(options, data, listening));
        } catch (IOException e) {
            throw new TestbedException(
                    "Cannot start Kafka: its settings cannot be written: " + e + "; make room for " + file, e);
        }
        List<String> command = java();
        command.addAll(List.of("kafka.Kafka", file.toString()));
        long logged = commands.run().logLength();
        return commands.start(command, process -> ready(process, logged), listening + ", data=" + data);
    }

    /** The line comes last, when every listener answers and the controller has let the broker in. */
    private OptionalLong ready(OwnedProcess process, long logged) {
        return commands.run().logSince(logged).contains("Kafka Server started")
                ? OptionalLong.of(process.pid())
                : OptionalLong.empty();
    }

    private List<String> java() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(LOGGING);
        command.addAll(options.jvmOptions());
        command.addAll(List.of("-cp", binaries.classPath()));
        return command;
    }

    /** The same ports as before, unless this is a new attempt with another one. */
    private KafkaProperties.Listening listeningWith(int port) {
        KafkaProperties.Listening last = ports;
        if (last != null && last.clients() == port) {
            return last;
        }
        closeProxy();
        OptionalInt proxied = portFor(KafkaOptions.Listener.PROXIED);
        OptionalInt advertised = OptionalInt.empty();
        if (proxied.isPresent()) {
            FaultProxy fresh = FaultProxy.to(proxied.getAsInt());
            proxy = fresh;
            advertised = OptionalInt.of(fresh.port());
        }
        KafkaProperties.Listening fresh = new KafkaProperties.Listening(
                port, Ports.free(), proxied, advertised, portFor(KafkaOptions.Listener.SECURED));
        ports = fresh;
        return fresh;
    }

    private OptionalInt portFor(KafkaOptions.Listener listener) {
        return options.has(listener) ? OptionalInt.of(Ports.free()) : OptionalInt.empty();
    }

    OptionalInt securedPort() {
        KafkaProperties.Listening current = ports;
        return current == null ? OptionalInt.empty() : current.secured();
    }

    @Nullable
    FaultProxy proxy() {
        return proxy;
    }

    void closeProxy() {
        FaultProxy current = proxy;
        if (current != null) {
            current.close();
        }
    }
}
