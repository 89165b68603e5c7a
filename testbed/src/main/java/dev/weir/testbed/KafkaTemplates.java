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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all brokers of one user and version share, each made once by a run of Kafka's own programs.
 *
 * <p><b>Format.</b> The two files that the format command writes are the same for all brokers but for two random identities.
 *
 * <p><b>Classes.</b> Half of what a start costs is to load and verify classes. The JVM can keep them in an archive as they were
 * when a broker ended (JEP 350, dynamic AppCDS) and maps it into the next one. It ignores an archive from other jars.
 */
record KafkaTemplates(WorkFolder work, KafkaBinaries binaries, ServerCommands commands) {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaTemplates.class);

    private static final String IDENTITY = "meta.properties";
    private static final String FEATURES = "bootstrap.checkpoint";
    private static final String CLASSES = "classes.jsa";

    private static final List<String> LOGGING = List.of(
            "-Dorg.slf4j.simpleLogger.showDateTime=true",
            "-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaRaftServer=info");

    /** Makes a new data folder. */
    void formatInto(Path data) {
        String name = "kafka-" + binaries.version() + "-format";
        try {
            Path template = CachedFolder.in(work, name, this::makeFormat);
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

    private void makeFormat(Path folder) throws IOException {
        Path settings = Files.writeString(
                commands.run().path().resolve("format.properties"), settings(folder, Ports.free(), Ports.free()));
        commands.run(
                "format Kafka's data folder",
                java(
                        KafkaOptions.defaults().jvmOptions(),
                        "kafka.tools.StorageTool",
                        "format",
                        "-t",
                        randomIdentity(),
                        "-c",
                        settings.toString()),
                "");
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

    /** The option for the archive of classes; none, which is only slower, where this JVM cannot make one. */
    List<String> archivedClasses() {
        String name = "kafka-" + binaries.version() + "-classes-" + archiveKey();
        try {
            Path archive = CachedFolder.in(work, name, this::makeArchive).resolve(CLASSES);
            return List.of("-XX:SharedArchiveFile=" + archive);
        } catch (IOException | TestbedException e) {
            LOG.warn("Starting Kafka without an archive of its classes, which takes twice as long: {}", e.toString());
            return List.of();
        }
    }

    private String archiveKey() {
        return Integer.toHexString(
                (System.getProperty("java.home") + System.getProperty("java.vm.version") + binaries.state())
                        .hashCode());
    }

    private void makeArchive(Path folder) throws IOException {
        Path scratch = Files.createTempDirectory(commands.run().path(), "classes");
        Path data = scratch.resolve("data");
        formatInto(data);
        Path settings =
                Files.writeString(scratch.resolve("server.properties"), settings(data, Ports.free(), Ports.free()));
        List<String> options = new ArrayList<>(KafkaOptions.defaults().jvmOptions());
        options.add("-XX:ArchiveClassesAtExit=" + folder.resolve(CLASSES));
        ServerProgram.Running running = start(options, settings, "settings=" + settings);
        try {
            ProcessStat.read(running.pid())
                    .ifPresent(stat -> ProcessSignals.send(ProcessSignals.TERMINATE, List.of(stat)));
            if (!running.process().awaitExit(commands.limit()) || !Files.exists(folder.resolve(CLASSES))) {
                throw commands.failure("archive Kafka's classes", "it made no archive", "folder=" + folder);
            }
        } finally {
            running.process().kill();
        }
        Folders.delete(scratch);
    }

    private static String settings(Path data, int port, int controller) {
        return KafkaProperties.text(
                KafkaOptions.defaults(),
                data,
                new KafkaProperties.Listening(
                        port, controller, OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty()));
    }

    /** Starts a broker and waits until it answers. */
    ServerProgram.Running start(List<String> jvmOptions, Path settings, String values) {
        long logged = commands.run().logLength();
        return commands.start(
                java(jvmOptions, "kafka.Kafka", settings.toString()), process -> ready(process, logged), values);
    }

    /** The line comes last, when every listener answers and the controller has let the broker in. */
    private OptionalLong ready(OwnedProcess process, long logged) {
        return commands.run().logSince(logged).contains("Kafka Server started")
                ? OptionalLong.of(process.pid())
                : OptionalLong.empty();
    }

    private List<String> java(List<String> jvmOptions, String... program) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(LOGGING);
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", binaries.classPath()));
        command.addAll(List.of(program));
        return command;
    }
}
