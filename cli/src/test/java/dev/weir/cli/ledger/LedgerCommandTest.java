package dev.weir.cli.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.JobOptions;
import dev.weir.cli.CommandRun;
import dev.weir.examples.orders.OrderFiles;
import dev.weir.examples.orders.RevenueJob;
import dev.weir.testbed.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger of a job that has ended, with everything real. */
final class LedgerCommandTest {
    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static PostgresServer postgres;

    @BeforeAll
    static void runTheJob() throws Exception {
        postgres = PostgresServer.start();
        Files.createDirectory(folder.resolve("orders"));
        new OrderFiles(1, 10_000).write(folder.resolve("orders"));
        sql(RevenueJob.CREATE_TABLE);
        JobOptions options = JobOptions.builder()
                .name("revenue")
                .checkpointDirectory(folder.resolve("checkpoints"))
                .build();
        RevenueJob.define(options, folder.resolve("orders"), RevenueJob.sink(postgres.jdbcUrl()))
                .execute();
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    private static void sql(String... statements) throws Exception {
        try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static CommandRun verify(String... more) {
        String[] arguments = {
            "ledger",
            "verify",
            "--url",
            postgres.jdbcUrl(),
            "--checkpoints",
            folder.resolve("checkpoints").toString()
        };
        String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return CommandRun.of(all);
    }

    @Test
    void listsEveryShard() {
        CommandRun run = CommandRun.of("ledger", "list", "--url", postgres.jdbcUrl());

        assertThat(run.code()).isZero();
        assertThat(run.out().lines()).hasSize(5).first().asString().matches("JOB +SINK +SHARD +ATTEMPT +LINEAGE .*");
        assertThat(run.out()).containsPattern("\nrevenue  revenue      3        1  ");
    }

    @Test
    void findsTheLedgerInStepWithTheCheckpoint() {
        CommandRun run = verify();

        assertThat(run.out().lines().skip(1)).hasSize(4).allMatch(line -> line.contains("  in step  "));
        assertThat(run.code()).isZero();
    }

    @Test
    void findsOutARowThatIsNotOfTheCheckpoint() throws Exception {
        sql(
                "CREATE TABLE other AS TABLE weir_ledger",
                "UPDATE other SET sequence = sequence + 3 WHERE shard = 1",
                "UPDATE other SET lineage = 'x' WHERE shard = 0",
                "DELETE FROM other WHERE shard = 3");

        CommandRun run = verify("--ledger-table", "other", "--job", "revenue", "--format", "json");

        assertThat(run.out())
                .contains("\"state\" : \"ahead by 3\"")
                .contains("\"state\" : \"other lineage\"")
                .contains("\"state\" : \"no row\"");
        assertThat(run.code()).isEqualTo(1);
    }

    @Test
    void saysWhatIsWrongInOneLine() {
        CommandRun noJob = verify("--job", "shop");
        assertThat(noJob.code()).isEqualTo(3);
        assertThat(noJob.err())
                .startsWith("weir: Cannot look at the checkpoints of job 'shop': there are none in ")
                .endsWith("it holds jobs [revenue]; correct the folder or the job's name\n");

        CommandRun noTable = CommandRun.of("ledger", "list", "--url", postgres.jdbcUrl(), "--ledger-table", "a.b");
        assertThat(noTable.code()).isEqualTo(3);
        assertThat(noTable.err().lines())
                .singleElement()
                .asString()
                .startsWith(
                        "weir: Cannot read ledger a.b at jdbc:postgresql://127.0.0.1:" + postgres.port() + "/weir: ");

        CommandRun noServer = CommandRun.of("ledger", "list", "--url", "jdbc:postgresql://127.0.0.1:1/weir");
        assertThat(noServer.code()).isEqualTo(3);
        assertThat(noServer.err())
                .startsWith("weir: Cannot connect at jdbc:postgresql://127.0.0.1:1/weir: ")
                .contains("; check that the server runs");

        CommandRun noVariable =
                CommandRun.of("ledger", "list", "--url", postgres.jdbcUrl(), "--password-env", "NO_SUCH_VARIABLE");
        assertThat(noVariable.err()).contains("environment variable NO_SUCH_VARIABLE is not set");
        assertThat(CommandRun.of("ledger", "verify", "--url", "x").code()).isEqualTo(2);
        assertThat(CommandRun.of("ledger").code()).isEqualTo(2);
    }

    @Test
    void printsTheSqlOfALedger() {
        assertThat(CommandRun.of("ledger", "ddl", "--dialect", "postgresql").out())
                .startsWith("CREATE TABLE IF NOT EXISTS \"weir_ledger\" (")
                .endsWith(";\n");
        assertThat(CommandRun.of("ledger", "ddl", "--dialect", "mysql", "--table", "shop.l")
                        .out())
                .startsWith("CREATE TABLE IF NOT EXISTS `shop`.`l` (");
        assertThat(CommandRun.of("ledger", "ddl", "--dialect", "mariadb", "--two-phase")
                        .out())
                .contains("CREATE TABLE IF NOT EXISTS `weir_ledger_units` (");
        assertThat(CommandRun.of("ledger", "ddl", "--dialect", "oracle").code()).isEqualTo(3);
    }
}
