package dev.weir.consistency.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.consistency.database.Combination.Database;
import dev.weir.delivery.RewindPolicy;
import dev.weir.exec.JobStatus;
import dev.weir.exec.RestartStrategy;
import dev.weir.exec.RunningJob;
import dev.weir.fault.FaultInjector;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.testbed.CutPoint;
import dev.weir.testbed.DatabaseServer;
import dev.weir.testbed.FaultProxy;
import dev.weir.testbed.Tripwire;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A job whose database is killed, frozen and restarted under it, and whose connection loses requests and replies. */
@Timeout(240)
class OutageTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern PORT = Pattern.compile("(127\\.0\\.0\\.1|localhost):(\\d+)");
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

    static List<Combination> unitCombinations() {
        return Combination.all().stream()
                .filter(combination -> combination.strategy() != DeliveryStrategy.IDEMPOTENT)
                .toList();
    }

    private RunningJob start(Combination combination, String url) {
        return new CountJob(
                        url,
                        combination.strategy(),
                        2,
                        8_000,
                        folder,
                        RewindPolicy.FAIL,
                        RestartStrategy.fixedDelay(100, Duration.ofMillis(50)),
                        FaultInjector.NONE)
                .start();
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void writesEverythingOnceAlthoughTheDatabaseIsKilledFrozenAndRestarted(Combination combination) throws Exception {
        CountTable table = DATABASES.table(combination);
        DatabaseServer server = table.server();
        try (Onlooker onlooker = new Onlooker(table, combination.strategy(), folder)) {
            RunningJob job = start(combination, server.jdbcUrl());
            awaitProgress(table, 1);
            server.kill();
            server.restart();
            awaitProgress(table, 2);
            server.pause();
            TimeUnit.MILLISECONDS.sleep(1500);
            server.resume();
            awaitProgress(table, 3);
            server.restart();
            assertThat(job.await()).isEqualTo(JobStatus.FINISHED);
            table.assertComplete(combination.strategy());
            assertThat(onlooker.damage()).as("what the reader saw").isEmpty();
        }
        assertThat(table.inDoubt()).isEmpty();
    }

    /** Each time a good part more than before. */
    private static void awaitProgress(CountTable table, int parts) {
        Awaitility.await()
                .atMost(LIMIT)
                .ignoreExceptions()
                .until(() -> table.number("SELECT sum(c) FROM " + CountTable.NAME) >= parts * 1000L);
    }

    @ParameterizedTest
    @MethodSource("unitCombinations")
    void writesEverythingOnceAlthoughCommitsAndTheirRepliesAreLost(Combination combination) throws Exception {
        CountTable table = DATABASES.table(combination);
        String url = table.server().jdbcUrl();
        Matcher port = PORT.matcher(url);
        assertThat(port.find()).isTrue();
        try (FaultProxy proxy = FaultProxy.to(Integer.parseInt(port.group(2)));
                Onlooker onlooker = new Onlooker(table, combination.strategy(), folder)) {
            RunningJob job = start(combination, port.replaceFirst("127.0.0.1:" + proxy.port()));
            awaitProgress(table, 1);
            for (CutPoint point : cutPoints(combination)) {
                Tripwire tripwire = proxy.arm(point.atOccurrence(3));
                tripwire.awaitFired(LIMIT);
            }
            assertThat(job.await()).isEqualTo(JobStatus.FINISHED);
            assertThat(job.metrics().counters().entrySet().stream()
                            .filter(counter -> counter.getKey().endsWith("inDoubtLookUps"))
                            .mapToLong(Map.Entry::getValue)
                            .sum())
                    .as("look-ups after a lost reply")
                    .isPositive();
            table.assertComplete(combination.strategy());
            assertThat(onlooker.damage()).as("what the reader saw").isEmpty();
        }
        assertThat(table.inDoubt()).isEmpty();
    }

    private static List<CutPoint> cutPoints(Combination combination) {
        boolean logged = combination.strategy() == DeliveryStrategy.WRITE_AHEAD_LOG;
        if (combination.database() == Database.POSTGRESQL) {
            String commit = logged ? "COMMIT" : "COMMIT PREPARED";
            String records = logged ? "COPY" : "INSERT";
            return List.of(CutPoint.replyLost(commit), CutPoint.replyLost(records), CutPoint.replyLost(commit));
        }
        String commit = logged ? "COMMIT" : "XA COMMIT";
        return List.of(CutPoint.replyLostTo(commit), CutPoint.requestLost(commit), CutPoint.replyLostTo(commit));
    }
}
