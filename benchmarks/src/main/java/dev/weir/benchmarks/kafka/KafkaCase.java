package dev.weir.benchmarks.kafka;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What to run: pairs of {@code --name value}.
 *
 * @param side {@code raw} or {@code weir}
 * @param work what is done
 * @param strategy of the job's sink; empty for the sink's own choice
 * @param bootstrap the broker
 * @param input the topic that {@link Work#LOAD} fills and others read; its name with {@code -warm} is a smaller one
 * @param records how many are written where nothing is read
 */
record KafkaCase(
        Side side,
        Work work,
        String strategy,
        String bootstrap,
        String input,
        long records,
        long warmup,
        int parallelism,
        Duration checkpointInterval,
        Path directory) {
    static final int PARTITIONS = 2;

    private static final Set<String> NAMES = Set.of(
            "side", "work", "strategy", "bootstrap", "input", "n", "warmup", "parallelism", "checkpointMs", "dir");

    enum Side {
        RAW,
        WEIR
    }

    enum Work {
        /** Fills the input topics. */
        LOAD,
        /** Topic to map to topic, exactly once. */
        PIPE,
        /** Topic to nothing. */
        READ,
        /** Generator to topic. */
        WRITE,
        /** From a record's making to its being seen by a reader, at 20,000 records a second. */
        LATENCY,
        /** From the start of a job's next process, after SIGKILL, to the first record that a reader sees. */
        RECOVERY,
        /** The job of {@link #RECOVERY}, in a process of its own. */
        VICTIM
    }

    static KafkaCase parse(String... words) {
        Map<String, String> given = new LinkedHashMap<>();
        for (int i = 0; i < words.length; i += 2) {
            String name = words[i].startsWith("--") ? words[i].substring(2) : "";
            if (!NAMES.contains(name) || i + 1 == words.length) {
                throw new IllegalArgumentException("Cannot read the command line: " + words[i]
                        + " is no option, or has no value; known are, each as --name value: " + NAMES);
            }
            given.put(name, words[i + 1]);
        }
        return new KafkaCase(
                Side.valueOf(upper(given.getOrDefault("side", "weir"))),
                Work.valueOf(upper(given.getOrDefault("work", "pipe"))),
                upper(given.getOrDefault("strategy", "")),
                given.getOrDefault("bootstrap", "127.0.0.1:9092"),
                given.getOrDefault("input", "in"),
                Long.parseLong(given.getOrDefault("n", "5000000")),
                Long.parseLong(given.getOrDefault("warmup", "500000")),
                Integer.parseInt(given.getOrDefault("parallelism", "2")),
                Duration.ofMillis(Long.parseLong(given.getOrDefault("checkpointMs", "200"))),
                Path.of(given.getOrDefault("dir", System.getProperty("java.io.tmpdir"))));
    }

    /** The same with another folder. */
    KafkaCase in(Path folder) {
        return new KafkaCase(
                side, work, strategy, bootstrap, input, records, warmup, parallelism, checkpointInterval, folder);
    }

    /** The command line of the process that {@link Work#RECOVERY} kills. */
    List<String> victim() {
        return List.of(
                "--side",
                side.toString(),
                "--work",
                "victim",
                "--strategy",
                strategy,
                "--bootstrap",
                bootstrap,
                "--input",
                input,
                "--parallelism",
                Integer.toString(parallelism),
                "--checkpointMs",
                Long.toString(checkpointInterval.toMillis()),
                "--dir",
                directory.toString());
    }

    /** The smaller topic that warms up. */
    String warmInput() {
        return input + "-warm";
    }

    private static String upper(String word) {
        return word.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
