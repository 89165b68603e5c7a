package dev.weir.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Runs a broker on one data folder, and has the proxy of its listener PROXIED. */
final class KafkaInstance implements ServerProgram {

    static final String PRODUCT = "Kafka";
    static final String NAME = "kafka";

    private final KafkaOptions options;
    private final RunFolder run;
    private final Path data;
    private final KafkaTemplates templates;

    private List<String> jvmOptions = List.of();
    private volatile KafkaProperties.@Nullable Listening ports;
    private volatile @Nullable FaultProxy proxy;

    KafkaInstance(KafkaOptions options, WorkFolder work, RunFolder run, KafkaBinaries binaries) {
        this.options = options;
        this.run = run;
        this.data = run.path().resolve("data");
        this.templates = new KafkaTemplates(
                work,
                binaries,
                new ServerCommands(
                        PRODUCT,
                        NAME,
                        run,
                        List.of(),
                        environment -> environment
                                .keySet()
                                .removeIf(name -> name.startsWith("JAVA_") || name.startsWith("JDK_")),
                        options.startTimeout()));
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
        return workersIn(run.path());
    }

    static ProcessTree workersIn(Path run) {
        return ProcessTree.workingIn(run, "java");
    }

    /** Nothing: its file locks went with the process. */
    @Override
    public void clearAfterKill() {}

    @Override
    public void initialise() {
        templates.formatInto(data);
        List<String> all = new ArrayList<>(templates.archivedClasses());
        all.addAll(options.jvmOptions());
        jvmOptions = List.copyOf(all);
    }

    @Override
    public Running launch(int port) {
        KafkaProperties.Listening listening = listeningWith(port);
        Path file = run.path().resolve("server.properties");
        try {
            Files.writeString(file, KafkaProperties.text(options, data, listening));
        } catch (IOException e) {
            throw new TestbedException(
                    "Cannot start Kafka: its settings cannot be written: " + e + "; make room for " + file, e);
        }
        return templates.start(jvmOptions, file, listening + ", data=" + data);
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
            FaultProxy fresh = FaultProxy.toKafka(proxied.getAsInt());
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
