package dev.weir.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.JobDefinition;
import dev.weir.JobOptions;
import dev.weir.StreamEnvironment;
import dev.weir.cli.CommandRun;
import dev.weir.sink.CollectSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExplainCommandTest {
    private static final String CLASSES = ExplainCommandTest.class
            .getProtectionDomain()
            .getCodeSource()
            .getLocation()
            .getPath();

    @Test
    void explainsAnExampleThatIsExactlyOnce() {
        CommandRun run = CommandRun.of("explain", "orders");

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .startsWith("Job 'revenue': bounded, ")
                .contains("\nGuarantee: exactly once\n\nLinks, from source to reader:\n")
                .contains("    exactly once   source orders: files: reads each file on from the byte offset")
                .contains("    exactly once   sink jdbc-postgresql: WRITE_AHEAD_LOG: ")
                .contains("    exactly once   sink jdbc-postgresql: synchronous_commit of PostgreSQL at ");
    }

    @Test
    void namesTheWeakestLinkOfTheSameExampleWithAsynchronousCommits() {
        CommandRun run = CommandRun.of("explain", "orders-async-commit");

        assertThat(run.code()).isZero();
        assertThat(run.out().replaceAll("127\\.0\\.0\\.1:\\d+", "db")).contains("""

                        Guarantee: at most once
                            Weakest link: synchronous_commit of PostgreSQL at jdbc:postgresql://db/weir of sink jdbc-postgresql
                                why:  it is off: a commit is acknowledged before it is on disk, and a crash of the server loses it
                                mend: ALTER ROLE "weir" SET synchronous_commit = on

                        """);
    }

    @Test
    void explainsAnExampleWithKafkaWhoseSingleBrokerIsItsWeakestLink() {
        CommandRun run = CommandRun.of("explain", "orders-kafka");

        assertThat(run.code()).isZero();
        assertThat(run.out().replaceAll("127\\.0\\.0\\.1:\\d+", "kafka"))
                .startsWith("Job 'kafka-revenue': unbounded, ")
                .contains("    exactly once   source orders: kafka: reads on from the offsets in the checkpoint")
                .contains("    exactly once   sink kafka: TWO_PHASE_INSURED: ")
                .contains("    exactly once   sink jdbc-postgresql: WRITE_AHEAD_LOG: ")
                .contains("Weakest link: topic revenue of Kafka at kafka of sink kafka")
                .contains("it has a single replica");
    }

    @Test
    void explainsAJobOfTheUser() {
        CommandRun run = CommandRun.of("explain", "--class-path", CLASSES, Greeting.class.getName(), "hello");

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .startsWith("Job 'hello': bounded, ")
                .contains("Guarantee: exactly once, within this process\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            explain no.such.Job                          | 3 | weir: Cannot load job no.such.Job: there is no such class: class path ''; name an example (orders, orders-async-commit, orders-kafka) or a class
            explain java.lang.String                     | 3 | it is no dev.weir.JobDefinition; implement that interface
            explain --class-path /no/such.jar a.Job      | 3 | weir: Cannot use --class-path: there is no such file or folder: /no/such.jar; build it first
            explain dev.weir.examples.orders.RevenueJob  | 3 | weir: Cannot define job dev.weir.examples.orders.RevenueJob: it failed: java.lang.ArrayIndexOutOfBounds
            explain                                      | 2 | Missing required parameter
            explain orders today                         | 2 | Example orders takes no arguments: [today]; leave them out
            explain orders --kafka b:1                   | 2 | Example orders uses no brokers; leave --kafka out
            explain --kafka b:1 a.Job                    | 2 | --kafka is for examples; pass it as an argument of a.Job
            explain --url jdbc:x a.Job                   | 2 | --url is for examples; pass it as an argument of a.Job
            """)
    void saysWhatIsWrong(String arguments, int code, String message) {
        CommandRun run = CommandRun.of(arguments.split(" "));

        assertThat(run.err()).contains(message);
        assertThat(run.code()).isEqualTo(code);
    }

    @Test
    void showsADatabaseThatDoesNotAnswerAsUnknown() {
        CommandRun run = CommandRun.of("explain", "orders", "--url", "jdbc:postgresql://127.0.0.1:1/weir?user=weir");

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains(
                        "\nGuarantee: unknown, at most exactly once\n    Not looked at: destination of sink jdbc-postgresql\n"
                                + "        why:  Cannot connect to jdbc:postgresql://127.0.0.1:1/weir: ");
    }

    /** A job in a class. */
    public static final class Greeting implements JobDefinition {
        @Override
        public StreamEnvironment define(String... arguments) {
            StreamEnvironment environment = StreamEnvironment.create(
                    JobOptions.builder().name(arguments[0]).build());
            environment.fromElements(arguments).sinkTo(CollectSink.exactlyOnce(String.class));
            return environment;
        }
    }
}
