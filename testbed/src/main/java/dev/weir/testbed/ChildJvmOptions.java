package dev.weir.testbed;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a {@link ChildJvm} runs.
 *
 * @param javaHome the Java installation to use
 * @param mainClass the name of a class with a main method
 * @param classPath jars and folders, in the notation of {@code java -cp}
 * @param jvmArguments such as {@code -Xmx64m}
 * @param systemProperties set with {@code -D}
 * @param arguments what the main method gets
 * @param environment variables on top of our own
 * @param folder the working directory
 * @param standardOutput gets each line as it comes, from one thread
 * @param standardError gets each line as it comes, from another thread
 * @param sharedArchive of the classes that it loads
 */
public record ChildJvmOptions(
        Path javaHome,
        String mainClass,
        String classPath,
        List<String> jvmArguments,
        Map<String, String> systemProperties,
        List<String> arguments,
        Map<String, String> environment,
        Path folder,
        Consumer<String> standardOutput,
        Consumer<String> standardError,
        ClassArchive sharedArchive) {

    public ChildJvmOptions {
        jvmArguments = List.copyOf(jvmArguments);
        systemProperties = Map.copyOf(systemProperties);
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        if (mainClass.isBlank() || classPath.isBlank()) {
            throw new TestbedException("Cannot set up a child JVM: it needs a main class and a class path: mainClass="
                    + mainClass + ", classPath=" + classPath + "; give both");
        }
    }

    /** For a class on our own class path. */
    public static Builder builder(Class<?> mainClass) {
        return builder(mainClass.getName());
    }

    public static Builder builder(String mainClass) {
        return new Builder(mainClass);
    }

    /** The whole command line. */
    List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(javaHome.resolve("bin").resolve("java").toString());
        command.add("-cp");
        command.add(classPath);
        command.addAll(jvmArguments);
        systemProperties.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.add(mainClass);
        command.addAll(arguments);
        return command;
    }

    /** The same with another class path, and more arguments for the JVM. */
    ChildJvmOptions with(String otherClassPath, String... moreJvmArguments) {
        List<String> allJvmArguments = new ArrayList<>(jvmArguments);
        allJvmArguments.addAll(List.of(moreJvmArguments));
        return new ChildJvmOptions(
                javaHome,
                mainClass,
                otherClassPath,
                allJvmArguments,
                systemProperties,
                arguments,
                environment,
                folder,
                standardOutput,
                standardError,
                sharedArchive);
    }

    /** Begins with our own Java, class path and working directory; output is only kept for messages. */
    public static final class Builder {

        private final String mainClass;
        private final List<String> jvmArguments = new ArrayList<>();
        private final List<String> arguments = new ArrayList<>();
        private final Map<String, String> environment = new LinkedHashMap<>();

        // What the child prints is read as UTF-8; Java 17 takes the first, later ones the other two.
        private final Map<String, String> systemProperties = new LinkedHashMap<>(
                Map.of("file.encoding", "UTF-8", "stdout.encoding", "UTF-8", "stderr.encoding", "UTF-8"));

        private Path javaHome = Path.of(System.getProperty("java.home"));
        private String classPath = System.getProperty("java.class.path");
        private Path folder = Path.of("").toAbsolutePath();
        private Consumer<String> standardOutput = line -> {};
        private Consumer<String> standardError = line -> {};
        private ClassArchive sharedArchive = ClassArchive.none();

        private Builder(String mainClass) {
            this.mainClass = mainClass;
        }

        public Builder javaHome(Path home) {
            this.javaHome = home;
            return this;
        }

        public Builder classPath(String path) {
            this.classPath = path;
            return this;
        }

        public Builder jvmArguments(String... added) {
            jvmArguments.addAll(List.of(added));
            return this;
        }

        public Builder systemProperty(String key, String value) {
            systemProperties.put(key, value);
            return this;
        }

        public Builder arguments(String... added) {
            arguments.addAll(List.of(added));
            return this;
        }

        public Builder environment(String name, String value) {
            environment.put(name, value);
            return this;
        }

        public Builder folder(Path path) {
            this.folder = path;
            return this;
        }

        public Builder onOutput(Consumer<String> lines) {
            this.standardOutput = lines;
            return this;
        }

        public Builder onError(Consumer<String> lines) {
            this.standardError = lines;
            return this;
        }

        /** Sends both streams to a file, in the order in which they come. */
        public Builder outputTo(Path file) {
            LineFile lines = new LineFile(file);
            return onOutput(lines).onError(lines);
        }

        /** For one of many children that do the same: with an archive it spends about a third less on its start. */
        public Builder sharedArchive(ClassArchive archive) {
            this.sharedArchive = archive;
            return this;
        }

        public ChildJvmOptions build() {
            return new ChildJvmOptions(
                    javaHome,
                    mainClass,
                    classPath,
                    jvmArguments,
                    systemProperties,
                    arguments,
                    environment,
                    folder,
                    standardOutput,
                    standardError,
                    sharedArchive);
        }
    }
}
