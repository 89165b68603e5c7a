package dev.weir.testbed;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The jars of a Kafka broker: those in the folder that a system property names, else those in a list on the class path, which
 * the artifact {@value #ARTIFACT} holds. They never are on our class path themselves.
 */
record KafkaBinaries(List<Path> jars) {

    static final String PROPERTY = "weir.kafka.broker";
    static final String ARTIFACT = "dev.weir:weir-kafka-broker";

    private static final String RESOURCE = "dev/weir/kafka-broker.classpath";
    private static final String MAIN_JAR = "kafka_2.13-";

    static KafkaBinaries found() {
        return foundIn(System.getProperties(), KafkaBinaries.class.getClassLoader());
    }

    static KafkaBinaries foundIn(Properties properties, ClassLoader classPath) {
        String folder = properties.getProperty(PROPERTY, "");
        return folder.isEmpty() ? listedOn(classPath) : in(Path.of(folder));
    }

    private static KafkaBinaries in(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> jars = files.filter(file -> file.toString().endsWith(".jar"))
                    .map(Path::toAbsolutePath)
                    .sorted()
                    .toList();
            return checked(jars, PROPERTY + "=" + folder, "name a folder with all jars of a broker");
        } catch (IOException e) {
            throw new TestbedException(
                    "Cannot start Kafka: the folder of its jars cannot be read: " + e + ": " + PROPERTY + "=" + folder
                            + "; name a folder with all jars of a broker",
                    e);
        }
    }

    private static KafkaBinaries listedOn(ClassLoader classPath) {
        try (InputStream list = classPath.getResourceAsStream(RESOURCE)) {
            if (list == null) {
                throw new TestbedException("Cannot start Kafka: nothing says where its jars are: resource=" + RESOURCE
                        + "; add the dependency " + ARTIFACT
                        + " without its own dependencies, or name a folder of jars "
                        + "with -D" + PROPERTY);
            }
            List<Path> jars = new ArrayList<>();
            for (String jar : new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .strip()
                    .split(File.pathSeparator, -1)) {
                jars.add(Path.of(jar));
            }
            return checked(jars, "resource=" + RESOURCE, "build the module kafka-broker again");
        } catch (IOException e) {
            throw new TestbedException(
                    "Cannot start Kafka: the list of its jars cannot be read: " + e + ": resource=" + RESOURCE
                            + "; build the module kafka-broker again",
                    e);
        }
    }

    private static KafkaBinaries checked(List<Path> jars, String where, String remedy) {
        List<Path> missing = jars.stream().filter(jar -> !Files.isReadable(jar)).toList();
        boolean complete = jars.stream().anyMatch(jar -> nameOf(jar).startsWith(MAIN_JAR));
        if (!missing.isEmpty() || !complete) {
            throw new TestbedException("Cannot start Kafka: some of its jars are not there: "
                    + (complete ? missing : MAIN_JAR + "*.jar") + ": " + where + "; " + remedy);
        }
        return new KafkaBinaries(jars);
    }

    /** As an option of java. */
    String classPath() {
        return String.join(File.pathSeparator, jars.stream().map(Path::toString).toList());
    }

    /** Their names, sizes and times: what an archive of their classes depends on. */
    String state() {
        StringBuilder state = new StringBuilder();
        for (Path jar : jars) {
            File file = jar.toFile();
            state.append(file)
                    .append(' ')
                    .append(file.length())
                    .append(' ')
                    .append(file.lastModified())
                    .append('\n');
        }
        return state.toString();
    }

    /** The broker's version, from the name of its jar. */
    String version() {
        return jars.stream()
                .map(KafkaBinaries::nameOf)
                .filter(name -> name.startsWith(MAIN_JAR))
                .map(name -> name.substring(MAIN_JAR.length(), name.length() - ".jar".length()))
                .findFirst()
                .orElseThrow();
    }

    private static String nameOf(Path jar) {
        return jar.getFileName().toString();
    }
}
