package dev.weir.cli.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.JobOptions;
import dev.weir.StreamEnvironment;
import dev.weir.cli.CommandRun;
import dev.weir.delivery.DeadLetterPolicy;
import dev.weir.jdbc.JdbcSink;
import dev.weir.testbed.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeadLettersCommandTest {
    @TempDir
    private Path folder;

    /** A line of a bill. */
    record Sale(String product, long amount) {}

    @Test
    void listsMendsAndReplaysWhatTheDatabaseRefused() throws Exception {
        try (PostgresServer postgres = PostgresServer.start();
                Connection connection = DriverManager.getConnection(postgres.jdbcUrl());
                Statement sql = connection.createStatement()) {
            sql.execute("CREATE TABLE sale (product text, amount bigint CHECK (amount >= 0))");
            runTheJob(postgres);

            CommandRun list = dlq(postgres, "list", "--job", "shop");
            assertThat(list.code()).isZero();
            assertThat(list.out().lines()).hasSize(3).first().asString().startsWith("ID ");
            assertThat(list.out()).contains("  waiting  ").contains("sale_amount_check");
            List<String> ids = list.out()
                    .lines()
                    .skip(1)
                    .map(line -> line.substring(0, line.indexOf(' ')))
                    .toList();

            assertThat(dlq(postgres, "show", ids.get(0)).out())
                    .contains("status      waiting\n")
                    .contains("\ncolumns\n[{\"column\": \"product\"");

            CommandRun refused = dlq(postgres, "replay", ids.get(0));
            assertThat(refused.code()).isEqualTo(3);
            assertThat(refused.err()).startsWith("weir: Cannot replay letter " + ids.get(0) + " in table ");

            sql.execute("ALTER TABLE sale DROP CONSTRAINT sale_amount_check");
            assertThat(dlq(postgres, "replay", ids.get(0)).out()).isEqualTo("replayed " + ids.get(0) + "\n");
            assertThat(dlq(postgres, "replay", ids.get(0)).code())
                    .as("only once")
                    .isEqualTo(3);
            assertThat(dlq(postgres, "drop", ids.get(0), ids.get(1)).code()).isZero();
            assertThat(dlq(postgres, "list", "--job", "shop").out()).startsWith("Job shop has no dead letters: ");
            try (ResultSet count = sql.executeQuery("SELECT count(*) FROM sale")) {
                count.next();
                assertThat(count.getLong(1))
                        .as("ten, and the one that was replayed")
                        .isEqualTo(11);
            }
        }
    }

    private void runTheJob(PostgresServer postgres) throws InterruptedException {
        StreamEnvironment environment = StreamEnvironment.create(JobOptions.builder()
                .name("shop")
                .parallelism(1)
                .checkpointDirectory(folder)
                .build());
        environment
                .fromGenerator(12, index -> new Sale("p" + index, index == 3 || index == 7 ? -index : index))
                .sinkTo(JdbcSink.insert(Sale.class)
                        .url(postgres.jdbcUrl())
                        .table("sale")
                        .column("product", Sale::product)
                        .column("amount", Sale::amount)
                        .build())
                .deadLetters(DeadLetterPolicy.keep().stopAbove(0.5, 1000))
                .uid("sales");
        environment.execute();
    }

    private static CommandRun dlq(PostgresServer postgres, String... arguments) {
        return CommandRun.of(
                Stream.of(Stream.of("dlq"), Arrays.stream(arguments), Stream.of("--url", postgres.jdbcUrl()))
                        .flatMap(part -> part)
                        .toArray(String[]::new));
    }

    @Test
    void printsTheSqlOfATable() {
        assertThat(CommandRun.of("dlq", "ddl", "--dialect", "mysql").out()).contains("weir_dead_letters");
        assertThat(CommandRun.of("dlq").code()).isEqualTo(2);
        assertThat(CommandRun.of("dlq", "list", "--url", "jdbc:h2:x", "--job", "a")
                        .err())
                .startsWith("weir: Cannot open a dead-letter table: url begins with none of ");
    }
}
