package dev.weir.cli.demo;

import dev.weir.testbed.ChildJvmOptions;
import java.nio.file.Path;
import java.util.List;

/** Starts processes of the job, all with the same command line. */
final class JobLauncher {

    private static final int FIRST_JAVA_THAT_WARNS_OF_UNSAFE = 23;

    /** A process lives for seconds: the second compiler would cost more than it brings. */
    static final List<String> JVM_ARGUMENTS = List.of("-Xmx512m", "-XX:TieredStopAtLevel=1");

    private final Class<?> main;
    private final List<String> arguments;
    private final Path folder;
    private final JobLog log;

    /**
     * @param main its class
     * @param folder where it runs
     */
    JobLauncher(Class<?> main, List<String> arguments, Path folder, JobLog log) {
        this.main = main;
        this.arguments = List.copyOf(arguments);
        this.folder = folder;
        this.log = log;
    }

    JobProcess start(int life) {
        log.accept("--- process " + (life + 1) + " of the job");
        ChildJvmOptions.Builder options = ChildJvmOptions.builder(main)
                .jvmArguments(JVM_ARGUMENTS.toArray(String[]::new))
                .systemProperty("weir.log", "INFO")
                .systemProperty("weir.log.clients", "WARN")
                .arguments(arguments.toArray(String[]::new))
                .folder(folder);
        if (Runtime.version().feature() >= FIRST_JAVA_THAT_WARNS_OF_UNSAFE) {
            options.jvmArguments("--sun-misc-unsafe-memory-access=allow");
        }
        return JobProcess.start(options, log);
    }
}
