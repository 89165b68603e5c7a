package dev.weir.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The whole demo, with everything real but its size. */
final class DemoCommandTest {

    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();

    @Test
    void provesExactlyOnceThroughKills() {
        assertThat(run("--orders", "600000", "--kills", "2", "--seed", "11")).isZero();
        assertThat(report()).content().contains("Killed 2 times. Nothing lost, nothing doubled.");
    }

    @Test
    void findsOutALedgerThatIsWrittenAfterTheData() {
        assertThat(run("--orders", "300000", "--kills", "1", "--seed", "12", "--break", "ledger"))
                .isEqualTo(1);
        assertThat(report()).content().contains(" orders doubled.");
    }

    @Test
    void findsOutALedgerThatIsWrittenBeforeTheData() {
        assertThat(run("--orders", "300000", "--kills", "1", "--seed", "13", "--break", "ledger-first"))
                .isEqualTo(1);
        assertThat(report()).content().contains(" orders lost.");
    }

    @Test
    void provesExactlyOnceFromKafkaToKafkaThroughKillsOfEverything() {
        assertThat(run(
                        "--kafka",
                        "--orders",
                        "250000",
                        "--kills",
                        "2",
                        "--broker-kills",
                        "1",
                        "--database-kills",
                        "1",
                        "--seed",
                        "14"))
                .isZero();
        assertThat(report())
                .content()
                .contains("Killed 2 times, the broker once and the database once. Nothing lost, nothing doubled.")
                .contains("Neither saw anything twice, too early, out of order or taken back.");
    }

    @Test
    void findsOutATopicThatIsWrittenAtLeastOnce() {
        assertThat(run(
                        "--kafka",
                        "--orders",
                        "150000",
                        "--kills",
                        "1",
                        "--broker-kills",
                        "0",
                        "--database-kills",
                        "0",
                        "--seed",
                        "15",
                        "--break",
                        "at-least-once"))
                .isEqualTo(1);
        assertThat(report())
                .content()
                .contains(" orders doubled.")
                .containsPattern("results stood in the topic before a complete checkpoint held them")
                .containsPattern("results stood in the topic more than once");
    }

    @Test
    void refusesWrongUsage() {
        assertThat(run("--kills", "101")).isEqualTo(2);
        assertThat(run("--orders", "599999")).isEqualTo(2);
        assertThat(run("--break", "everything")).isEqualTo(2);
        assertThat(err.toString())
                .contains("--kills=101 is not in 0..100")
                .contains("--orders=599999 is not in 600000..")
                .contains("'everything' is none of ledger, ledger-first");
        assertThat(report()).doesNotExist();
    }

    @Test
    void refusesWhatOnlyTheDemoWithKafkaHas() {
        assertThat(run("--broker-kills", "1")).isEqualTo(2);
        assertThat(run("--break", "at-least-once")).isEqualTo(2);
        assertThat(run("--kafka", "--database-kills", "-1")).isEqualTo(2);
        assertThat(run("--kafka", "--orders", "449999")).isEqualTo(2);
        assertThat(err.toString())
                .contains("--broker-kills and --database-kills are for --kafka")
                .contains("--break at-least-once is for --kafka")
                .contains("--database-kills=-1 is not in 0..100")
                .contains("--orders=449999 is not in 450000..");
    }

    @Test
    void saysThatItCouldNotBeCarriedOut() {
        assertThat(new CommandLine(new DemoCommand())
                        .execute("--report", folder.resolve("no/such.html").toString()))
                .isEqualTo(3);
    }

    private int run(String... arguments) {
        return new CommandLine(new DemoCommand())
                .setErr(new PrintWriter(err, true))
                .execute(concatenated(arguments, "--report", report().toString()));
    }

    private Path report() {
        return folder.resolve("report.html");
    }

    private static String[] concatenated(String[] first, String... second) {
        String[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
