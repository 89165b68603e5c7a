package dev.weir.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cli.output.CommandErrors;
import dev.weir.cli.terminal.Console;
import dev.weir.cli.terminal.Palette;
import dev.weir.consistency.history.Verdict;
import dev.weir.sink.DeliveryStrategy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The command over a suite that only says what it was asked. */
final class VerifyCommandTest {
    private static final String CLASSES = VerifyCommandTest.class
            .getProtectionDomain()
            .getCodeSource()
            .getLocation()
            .getPath();

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private FakeSuite suite = new FakeSuite(Verdict.PASS);

    @ParameterizedTest
    @CsvSource({"PASS, 0", "VIOLATION, 1", "STUCK, 4", "LOUD_FAIL, 5", "INCONCLUSIVE, 6"})
    void exitsByItsVerdict(Verdict verdict, int code) {
        suite = new FakeSuite(verdict);

        assertThat(run("--sink", "tank")).isEqualTo(code);
        assertThat(report()).content().contains("banner is-", "SINK_SEALED");
    }

    @Test
    void asksForWhatTheUserTyped() {
        assertThat(run("--sink", "tank", "--strategy", "write-ahead-log", "--minutes", "0.5", "--seed", "7"))
                .isZero();
        assertThat(Objects.requireNonNull(suite.sink).name()).isEqualTo("tank");
        assertThat(Objects.requireNonNull(suite.options).strategy()).isEqualTo(DeliveryStrategy.WRITE_AHEAD_LOG);
        assertThat(suite.options.duration()).isEqualTo(Duration.ofSeconds(30));
        assertThat(suite.options.seed()).isEqualTo(7);
    }

    @Test
    void takesTheSinksFirstStrategyAndFiveMinutes() {
        assertThat(run("--sink", "tank")).isZero();
        assertThat(Objects.requireNonNull(suite.options).strategy()).isEqualTo(DeliveryStrategy.TWO_PHASE);
        assertThat(suite.options.duration()).isEqualTo(Duration.ofMinutes(5));
        assertThat(printed()).contains("Weir verify: tank, two-phase, seed " + suite.options.seed());
    }

    @Test
    void showsTheWorstWithItsWitnessAndHowToSeeItAgain() {
        suite = new FakeSuite(Verdict.VIOLATION);
        run("--sink", "tank", "--strategy", "two-phase", "--seed", "7", "--minutes", "1");

        assertThat(printed())
                .contains("violation  tank: 0 of 1 cases passed, 1 runs, 1 min 02 s")
                .contains("duplicate: partition 1 offset 7 is there twice")
                .containsPattern("attempt 1 +reader\n")
                .containsPattern("\\| +sees it twice\n")
                .contains("Again: seed 3 plan SINK_SEALED@2")
                .contains("Again:  ./weir verify --sink tank --strategy two-phase --minutes 1 --seed 7\n")
                .contains("Report: " + report());
    }

    @Test
    void tellsHowItGoesOnInPlainLinesWhereThereIsNoTerminal() {
        run("--sink", "tank");

        assertThat(printed())
                .contains(".......... 1/2  0:00  SINK_SEALED", "  Real servers\n")
                .contains("ok SINK_SEALED")
                .contains("  1.5 s\n")
                .doesNotContain("\u001b");
    }

    @Test
    void letsNoMessageOfASinkMoveTheCursor() {
        suite = new FakeSuite(Verdict.STUCK);
        run("--sink", "tank");

        assertThat(printed()).contains("as it was [2Jfixed").doesNotContain("\u001b");
    }

    @Test
    void verifiesAMutantThatBringsItsStrategy() {
        suite = new FakeSuite(Verdict.VIOLATION);

        assertThat(run("--sink", "mutant/commit-at-prepare")).isEqualTo(1);
        assertThat(suite.mutant).isEqualTo("commit-at-prepare");
    }

    @Test
    void loadsASinkOfTheUserByItsClassPath() throws IOException {
        String name = UserSinks.Good.class.getName();

        assertThat(run("--sink", name, "--class-path", CLASSES)).isZero();
        assertThat(Objects.requireNonNull(suite.sink).name()).isEqualTo("acme");
        assertThat(suite.contextLoader)
                .asInstanceOf(InstanceOfAssertFactories.type(URLClassLoader.class))
                .returns(new URL[] {Path.of(CLASSES).toUri().toURL()}, URLClassLoader::getURLs);
        assertThat(Thread.currentThread().getContextClassLoader()).isNotSameAs(suite.contextLoader);
        assertThat(printed()).contains("--sink '" + name + "' --class-path " + Path.of(CLASSES));
    }

    @Test
    void takesItsFilesAwayUnlessTheyAreToBeKept() throws IOException {
        run("--sink", "tank");
        assertThat(Objects.requireNonNull(suite.options).folder()).doesNotExist();

        run("--sink", "tank", "--keep");
        Path kept = Objects.requireNonNull(suite.options).folder();
        assertThat(kept).isDirectory();
        assertThat(printed()).contains("Kept:   " + kept);
        Files.delete(kept);
    }

    @Test
    void listsWhatThereIs() {
        assertThat(run("--list")).isZero();
        assertThat(out.toString()).isEqualTo("""
                SINK                      STRATEGIES                  ABOUT
                tank                      two-phase, write-ahead-log  comes with Weir
                pond                      idempotent                  comes with Weir
                mutant/commit-at-prepare  -                           commits too early (FLINK-31363)
                """);
    }

    @Test
    void printsNothingButJsonForScripts() {
        suite = new FakeSuite(Verdict.STUCK);

        assertThat(run("--sink", "tank", "--format", "json")).isEqualTo(4);
        assertThat(out.toString())
                .startsWith("[")
                .contains("\"verdict\" : \"stuck\"", "\"case\" : \"SINK_SEALED\"", "\"duration\" : \"PT1.5S\"");
        assertThat(printed()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --seed 7                                     | 2 | Missing --sink: it names what to verify; Weir has tank, pond and mutants, see weir verify --list
            --sink jdbc                                  | 2 | Cannot verify jdbc: there is no such sink or mutant; Weir has tank, pond and mutants, see weir verify --list; a class
            --sink mutant/none                           | 2 | Cannot verify mutant/none: there is no such sink or mutant
            --sink tank --strategy idempotent            | 2 | Cannot verify tank by idempotent: the sink has no such strategy; choose one of two-phase, write-ahead-log
            --sink tank --strategy 2pc                   | 2 |  is none of write-ahead-log, two-phase-insured, two-phase, idempotent, at-least-once
            --sink mutant/commit-at-prepare --strategy two-phase | 2 | a mutant brings the strategy that it breaks; leave --strategy out
            --sink tank --minutes -1                     | 2 | Cannot verify tank: --minutes=-1 is not in 0..10080; give the minutes
            --sink tank --minutes 1e9                    | 2 | --minutes=1000000000 is not in 0..10080
            --sink tank --minutes soon                   | 2 | is no number; give minutes, such as 0.5
            --sink tank --class-path /no/such.jar        | 3 | Cannot use --class-path: there is no such file or folder: /no/such.jar
            --sink com.acme.None                         | 3 | Cannot load sink com.acme.None: there is no such class: class path
            --sink java.lang.String                      | 3 | it is no dev.weir.consistency.subject.SinkUnderTest; implement that interface
            --sink dev.weir.cli.verify.UserSinks$Hidden  | 3 | it has no public constructor without parameters
            --sink dev.weir.cli.verify.UserSinks$Throwing | 3 | for its name and strategies: it failed: java.lang.IllegalStateException: no server; return them
            --sink dev.weir.cli.verify.UserSinks$Empty   | 3 | it names no strategy: strategies()=[]
            """)
    void saysWhatIsWrongBeforeItRunsAnything(String arguments, int code, String message) {
        assertThat(run(arguments.split(" "))).isEqualTo(code);
        assertThat(err.toString()).contains(message);
        assertThat(suite.options).isNull();
        assertThat(report()).doesNotExist();
    }

    @Test
    void refusesAReportThatCannotBeWrittenBeforeItRunsAnything() {
        assertThat(run(
                        "--sink",
                        "tank",
                        "--report",
                        folder.resolve("no/such.html").toString()))
                .isEqualTo(3);
        assertThat(err.toString()).contains("Cannot write the report: its folder is missing");
        assertThat(suite.options).isNull();
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--report", report().toString()));
        all.addAll(List.of(arguments));
        CommandLine command = new CommandLine(new VerifyCommand(suite, this::plainConsole));
        command.setOverwrittenOptionsAllowed(true);
        return CommandErrors.on(command)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }

    private Console plainConsole() {
        PrintStream stream = new PrintStream(console, true, StandardCharsets.UTF_8);
        return new Console(stream, stream, new Palette(false, false), Console.Display.APPENDED, Duration.ofSeconds(10));
    }

    private String printed() {
        return console.toString(StandardCharsets.UTF_8);
    }

    private Path report() {
        return folder.resolve("report.html");
    }
}
