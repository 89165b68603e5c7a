package dev.weir.benchmarks.database;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What to run: pairs of {@code --name value}.
 *
 * @param side {@code raw} or {@code weir}
 * @param work what is done
 * @param database which server
 * @param strategy of the job's sink; empty for the sink's own choice
 */
record DatabaseCase(
        Side side,
        Work work,
        Database database,
        String strategy,
        long records,
        long keys,
        int parallelism,
        Duration checkpointInterval,
        Path directory) {
    private static final Set<String> NAMES =
            Set.of("side", "work", "database", "strategy", "n", "keys", "parallelism", "checkpointMs", "dir");

    enum Side {
        RAW,
        WEIR
    }

    enum Work {
        /** Rows are added to a table. */
        APPEND,
        /** Rows overwrite those with the same key. */
        UPSERT,
        /** From a row's making to its being seen by a reader, at 10,000 rows a second. */
        LATENCY,
        /** A database that stands still for a minute while the source has more than enough. */
        OUTAGE
    }

    enum Database {
        POSTGRES,
        MYSQL,
        MARIADB
    }

    static DatabaseCase parse(String... words) {
        Map<String, String> given = new LinkedHashMap<>();
        for (int i = 0; i < words.length; i += 2) {
            String name = words[i].startsWith("--") ? words[i].substring(2) : "";
            if (!NAMES.contains(name) || i + 1 == words.length) {
                throw new IllegalArgumentException("Cannot read the command line: " + words[i]
                        + " is no option, or has no value; known are, each as --name value: " + NAMES);
            }
            given.put(name, words[i + 1]);
        }
        return new DatabaseCase(
                Side.valueOf(upper(given.getOrDefault("side", "weir"))),
                Work.valueOf(upper(given.getOrDefault("work", "append"))),
                Database.valueOf(upper(given.getOrDefault("database", "postgres"))),
                upper(given.getOrDefault("strategy", "")),
                Long.parseLong(given.getOrDefault("n", "5000000")),
                Long.parseLong(given.getOrDefault("keys", "100000")),
                Integer.parseInt(given.getOrDefault("parallelism", "1")),
                Duration.ofMillis(Long.parseLong(given.getOrDefault("checkpointMs", "1000"))),
                Path.of(given.getOrDefault("dir", System.getProperty("java.io.tmpdir"))));
    }

    private static String upper(String word) {
        return word.toUpperCase(Locale.ROOT);
    }
}
