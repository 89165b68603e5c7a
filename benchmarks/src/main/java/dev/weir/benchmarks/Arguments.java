package dev.weir.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The command line of a run: pairs of {@code --name value}, the same for every engine that is compared.
 *
 * @param workload W1, W2, W4, W5 or T0
 * @param records how many the source makes in the measured run
 * @param warmup how many it makes in the run before it
 * @param keys how many distinct keys, or words, there are
 * @param batchSize the most records that cross a channel together, or 0 for the engine's default
 * @param directory where checkpoints go; a folder of this process is made in it and removed at the end
 */
record Arguments(
        String workload,
        long records,
        long warmup,
        long keys,
        int parallelism,
        Duration checkpointInterval,
        int batchSize,
        Path directory) {
    private static final Set<String> NAMES =
            Set.of("workload", "n", "warmup", "keys", "parallelism", "checkpointMs", "batchSize", "dir");

    static Arguments parse(String... words) {
        Map<String, String> given = new LinkedHashMap<>();
        for (int i = 0; i < words.length; i += 2) {
            String name = words[i].startsWith("--") ? words[i].substring(2) : "";
            if (!NAMES.contains(name) || i + 1 == words.length) {
                throw new IllegalArgumentException("Cannot read the command line: " + words[i]
                        + " is no option, or has no value; known are, each as --name value: " + NAMES);
            }
            given.put(name, words[i + 1]);
        }
        return new Arguments(
                given.getOrDefault("workload", "W1"),
                number(given, "n", 10_000_000),
                number(given, "warmup", 0),
                number(given, "keys", 1_000_000),
                (int) number(given, "parallelism", 2),
                Duration.ofMillis(number(given, "checkpointMs", 1000)),
                (int) number(given, "batchSize", 0),
                Path.of(given.getOrDefault("dir", System.getProperty("java.io.tmpdir"))));
    }

    private static long number(Map<String, String> given, String name, long otherwise) {
        String value = given.get(name);
        return value == null ? otherwise : Long.parseLong(value.replace("_", ""));
    }
}
