package dev.weir.cli.transactions.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.cli.CommandRun;
import dev.weir.testbed.ChildJvm;
import dev.weir.testbed.ChildJvmOptions;
import dev.weir.testbed.KafkaServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands, with a broker and a job that is killed. */
final class KafkaTransactionsTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final TopicPartition PARTITION = new TopicPartition(TicksJob.TOPIC, 0);
    private static final String ID = "weir/ticks%20of%20a%20clock/wall/0";

    @TempDir
    private Path folder;

    @Test
    void settlesWhatAKilledJobLeftOpen() throws Exception {
        try (KafkaServer broker = KafkaServer.start();
                Admin admin = Admin.create(Map.of("bootstrap.servers", (Object) broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(TicksJob.TOPIC, 1, (short) 1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            String checkpoints = folder.resolve("checkpoints").toString();
            killWithAnOpenTransaction(broker, admin, checkpoints);
            assertThat(stableEnd(admin)).isLessThan(end(admin));

            assertThat(tx("list", broker)).contains("UNKNOWN", ID, "give --checkpoints");
            assertThat(tx("list", broker, "--checkpoints", checkpoints, "--job", TicksJob.NAME))
                    .containsPattern("(?m)^ABORT +\\d+ s +ticks of a clock +wall +0 +ongoing ")
                    .contains("a dead attempt left it, and nothing is lost by its end: ")
                    .contains("the broker ends it by itself 60 s after its begin");
            assertThat(tx("show", broker, "--checkpoints", checkpoints, ID))
                    .contains("verdict     ABORT", "partitions  ", "ticks-0", "owned by attempt 1");
            assertThat(tx("settle", broker, "--checkpoints", checkpoints))
                    .contains("would abort", "Nothing was done yet: add --execute to abort.");
            assertThat(stableEnd(admin)).isLessThan(end(admin));

            assertThat(tx("settle", broker, "--checkpoints", checkpoints, "--execute"))
                    .contains("aborted")
                    .doesNotContain("Nothing was done");

            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(stableEnd(admin)).isEqualTo(end(admin)));
            assertThat(tx("list", broker, "--checkpoints", checkpoints))
                    .isEqualTo("No transaction is open: ledger weir-ledger at " + broker.bootstrapServers() + ".\n");
            assertThat(tx("settle", broker, "--checkpoints", checkpoints, "--execute"))
                    .startsWith("No transaction is to be aborted: ");
        }
    }

    /** Meanwhile it sees that the transaction of a live job is left alone. */
    private void killWithAnOpenTransaction(KafkaServer broker, Admin admin, String checkpoints) throws Exception {
        ChildJvmOptions options = ChildJvmOptions.builder(TicksJob.class)
                .jvmArguments("-Xmx256m", "-XX:TieredStopAtLevel=1")
                .arguments(broker.bootstrapServers(), checkpoints)
                .folder(folder)
                .build();
        try (ChildJvm job = ChildJvm.start(options)) {
            await().atMost(LIMIT)
                    .failFast("the job has ended", () -> !job.isRunning())
                    .until(() ->
                            tx("list", broker, "--checkpoints", checkpoints).contains("LIVE "));
            CommandRun refused = CommandRun.of(
                    "tx",
                    "settle",
                    "--kafka",
                    broker.bootstrapServers(),
                    "--checkpoints",
                    checkpoints,
                    "--execute",
                    "--force",
                    ID);
            assertThat(refused.code()).isEqualTo(3);
            // Between two transactions there is none to name.
            assertThat(refused.err())
                    .containsAnyOf(
                            "Cannot abort transaction " + ID + ": its job runs: ", "Cannot find transaction " + ID);
            await().atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> end(admin) > 1_000 && stableEnd(admin) < end(admin));
            job.kill();
        }
    }

    @Test
    void saysThatNoBrokerAnswers() {
        CommandRun run = CommandRun.of("tx", "list", "--kafka", "127.0.0.1:1");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("weir: Cannot list transactions: the cluster does not answer", "127.0.0.1:1");
    }

    @Test
    void keepsSecretsOutOfItsMessages() throws Exception {
        Path config = folder.resolve("client.properties");
        Files.writeString(config, "request.timeout.ms=no number\nssl.key.password=secret\n");

        CommandRun run = CommandRun.of("tx", "list", "--kafka", "127.0.0.1:1", "--command-config", config.toString());

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("request.timeout.ms").doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            settle                                        | 2 | Missing required option: '--kafka=<host:port,...>'
            list                                          | 2 | Missing required option: '--url=<jdbc-url>'
            list --url jdbc:x --kafka b:1                 | 2 | --url and --kafka exclude each other
            commit --kafka b:1                            | 2 | --kafka is for weir tx list, show and settle
            list --kafka b:1 --command-config /no/such    | 3 | weir: Cannot read the properties of Kafka's clients: java.nio.file.NoSuchFileException: /no/such; correct --command-config
            """)
    void saysWhatIsWrong(String arguments, int code, String message) {
        List<String> all = new ArrayList<>(List.of("tx"));
        all.addAll(List.of(arguments.split(" ")));

        CommandRun run = CommandRun.of(all.toArray(String[]::new));

        assertThat(run.err()).contains(message);
        assertThat(run.code()).isEqualTo(code);
    }

    private static String tx(String command, KafkaServer broker, String... more) {
        List<String> all = new ArrayList<>(List.of("tx", command, "--kafka", broker.bootstrapServers()));
        all.addAll(List.of(more));
        CommandRun run = CommandRun.of(all.toArray(String[]::new));
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        return run.out();
    }

    private static long end(Admin admin) throws Exception {
        return offset(admin, IsolationLevel.READ_UNCOMMITTED);
    }

    private static long stableEnd(Admin admin) throws Exception {
        return offset(admin, IsolationLevel.READ_COMMITTED);
    }

    private static long offset(Admin admin, IsolationLevel level) throws Exception {
        return admin.listOffsets(Map.of(PARTITION, OffsetSpec.latest()), new ListOffsetsOptions(level))
                .partitionResult(PARTITION)
                .get(30, TimeUnit.SECONDS)
                .offset();
    }
}
