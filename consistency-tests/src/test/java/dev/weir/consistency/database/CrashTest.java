package dev.weir.consistency.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.consistency.database.Combination.Database;
import dev.weir.fault.Label;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.testbed.ChildJvm;
import dev.weir.testbed.ChildJvmOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Processes that run a job and halt at every label of the protocol, one after the other over the same checkpoints, with
 * another parallelism each time; and processes that are frozen while a successor takes over. Real databases, a reader that
 * looks on all the time, and in the end every row once and nothing in doubt.
 */
@Timeout(240)
class CrashTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    /** Records a second: so few that a job does not end before its process has reached every label. */
    private static final int SLOW = 1_500;

    private static final int MODERATE = 10_000;
    private static final int FAST = 100_000;
    private static final int[] PARALLELISMS = {1, 3, 2};
    private static final Databases DATABASES = new Databases();

    @TempDir
    private Path folder;

    @AfterAll
    static void stopServers() {
        DATABASES.close();
    }

    static List<Combination> combinations() {
        return Combination.all();
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void writesEverythingOnceAlthoughProcessesHaltAtEveryLabel(Combination combination) throws Exception {
        CountTable table = DATABASES.table(combination);
        try (Onlooker onlooker = new Onlooker(table, combination.strategy(), folder)) {
            haltEverywhere(combination, table);
            table.assertComplete(combination.strategy());
            assertThat(onlooker.damage()).as("what the reader saw").isEmpty();
            assertThat(onlooker.looks()).isGreaterThan(50);
        }
        assertThat(table.inDoubt()).isEmpty();
    }

    /** The same without a strategy that deals with it: so the crashes do bite. */
    @Test
    void doublesRowsWithoutAStrategy() throws Exception {
        Combination careless = new Combination(Database.POSTGRESQL, DeliveryStrategy.AT_LEAST_ONCE);
        CountTable table = DATABASES.table(careless);
        haltEverywhere(careless, table);

        assertThatThrownBy(() -> table.assertComplete(DeliveryStrategy.AT_LEAST_ONCE))
                .hasMessageContaining("rows that came more than once");
    }

    private void haltEverywhere(Combination combination, CountTable table) throws Exception {
        Random random = new Random(combination.hashCode());
        List<Label> labels = new ArrayList<>(combination.labels());
        Collections.shuffle(labels, random);
        int process = 0;
        for (Label label : labels) {
            int parallelism = PARALLELISMS[process++ % PARALLELISMS.length];
            int occurrence = isOnceAStart(label) ? 1 : 1 + random.nextInt(3);
            List<String> output = new ArrayList<>();
            try (ChildJvm child =
                    child(combination, table, folder, parallelism, label.toString(), occurrence, SLOW, output)) {
                assertThat(child.awaitExit(LIMIT))
                        .as("exit code of the process that was to halt at %s: %s", label, output)
                        .isEqualTo(CountChild.HALTED);
            }
        }
        finish(combination, table, folder);
    }

    private static boolean isOnceAStart(Label label) {
        return label.name().startsWith("ATTEMPT_")
                || label.name().startsWith("RESTORE_")
                || label == Label.ABORT_BEFORE;
    }

    private void finish(Combination combination, CountTable table, Path checkpoints) {
        List<String> output = new ArrayList<>();
        try (ChildJvm child = child(combination, table, checkpoints, 2, "NONE", 0, FAST, output)) {
            assertThat(child.awaitExit(LIMIT))
                    .as("exit code of the last process: %s", output)
                    .isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void aFrozenProcessThatWakesUpBesideItsSuccessorCanDoNothing(Combination combination) throws Exception {
        CountTable table = DATABASES.table(combination);
        Path old = folder.resolve("old");
        Path successor = folder.resolve("new");
        List<String> output = new ArrayList<>();
        try (Onlooker onlooker = new Onlooker(table, combination.strategy(), folder);
                ChildJvm zombie = child(combination, table, old, 2, "NONE", 0, MODERATE, output)) {
            Awaitility.await().atMost(LIMIT).ignoreExceptions().until(() -> rows(table) > 0);
            zombie.pause();
            CheckpointFolder.copy(old, successor);
            try (ChildJvm next = child(combination, table, successor, 3, "NONE", 0, MODERATE, new ArrayList<>())) {
                long before = rows(table);
                if (combination.strategy() == DeliveryStrategy.IDEMPOTENT) {
                    next.awaitLine("starting", LIMIT);
                } else {
                    Awaitility.await().atMost(LIMIT).ignoreExceptions().until(() -> rows(table) > before + 1000);
                }
                zombie.resume();
                assertThat(next.awaitExit(LIMIT)).isZero();
            }
            int end = zombie.awaitExit(LIMIT);
            if (combination.strategy() != DeliveryStrategy.IDEMPOTENT) {
                assertThat(end).as("exit code of the process that was replaced").isNotZero();
            }
            table.assertComplete(combination.strategy());
            assertThat(onlooker.damage()).as("what the reader saw").isEmpty();
        }
        assertThat(table.inDoubt()).isEmpty();
    }

    private static long rows(CountTable table) throws Exception {
        return table.number("SELECT count(*) FROM " + CountTable.NAME);
    }

    private static ChildJvm child(
            Combination combination,
            CountTable table,
            Path checkpoints,
            int parallelism,
            String label,
            int occurrence,
            int recordsPerSecond,
            List<String> output) {
        return ChildJvm.start(ChildJvmOptions.builder(CountChild.class)
                .jvmArguments("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto")
                .systemProperty("logback.configurationFile", System.getProperty("logback.configurationFile", ""))
                .arguments(
                        table.server().jdbcUrl(),
                        combination.strategy().name(),
                        String.valueOf(parallelism),
                        checkpoints.toString(),
                        label,
                        String.valueOf(occurrence),
                        String.valueOf(recordsPerSecond))
                .onOutput(output::add)
                .onError(output::add)
                .build());
    }
}
