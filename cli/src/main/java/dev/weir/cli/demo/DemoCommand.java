package dev.weir.cli.demo;

import dev.weir.cli.leftovers.ExitHook;
import dev.weir.cli.leftovers.Leftovers;
import dev.weir.cli.output.CommandException;
import dev.weir.cli.output.ReportFile;
import dev.weir.cli.terminal.Console;
import dev.weir.error.WeirException;
import dev.weir.testbed.TestbedException;
import dev.weir.time.Clock;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code weir demo}. */
@Command(
        name = "demo",
        header = "Kills a job again and again, and proves that its results are right all the same.",
        description = {
            "",
            "Starts a PostgreSQL of its own, writes a day of orders as CSV files, and runs a job over them in a child"
                    + " process: orders and revenue per product and minute. Kills that process by SIGKILL at random"
                    + " moments and starts it again each time. Then compares the table with the truth, which it counts"
                    + " on its own. Needs nothing but Linux on x86-64 and Java; takes its servers and files away"
                    + " at the end, also after Ctrl-C.",
            "",
            "With --kafka, the orders come from a Kafka broker of its own, while an independent producer sends them,"
                    + " and the results go into a topic and the table. Broker and database are killed too.",
            ""
        },
        sortOptions = false,
        mixinStandardHelpOptions = true,
        exitCodeOnExecutionException = DemoCommand.NOT_CARRIED_OUT,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:proven: every sum is exact",
            "1:damage: orders were lost or doubled",
            "2:wrong usage",
            "3:the demo could not be carried out, so nothing is proven"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  weir demo                    five kills, three million orders",
            "  weir demo --kills 20         more kills",
            "  weir demo --break ledger     a broken sink, which has to be found out",
            "  weir demo --kafka            from Kafka to Kafka and PostgreSQL; eight kills, of the job and of both"
        })
public final class DemoCommand implements Callable<Integer> {

    private static final int PROVEN = 0;
    private static final int DAMAGED = 1;
    static final int NOT_CARRIED_OUT = 3;
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(2);

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--kafka", description = "Orders from a topic, results into a topic and a table.")
    private boolean kafka;

    @Option(
            names = "--kills",
            paramLabel = "<n>",
            defaultValue = "5",
            description =
                    "How often the job is killed, 0 to " + DemoOptions.MOST_KILLS + "; default: ${DEFAULT-VALUE}.")
    private int kills;

    @Option(
            names = "--broker-kills",
            paramLabel = "<n>",
            description = "With --kafka, how often the broker is killed; default: 2.")
    private @Nullable Integer brokerKills;

    @Option(
            names = "--database-kills",
            paramLabel = "<n>",
            description = "With --kafka, how often the database is killed; default: 1.")
    private @Nullable Integer databaseKills;

    @Option(
            names = "--orders",
            paramLabel = "<n>",
            description = "The number of orders; default: 3,000,000, with --kafka 600,000.")
    private @Nullable Long orders;

    @Option(
            names = "--seed",
            paramLabel = "<n>",
            description = "Gives the same orders and the same kill plan again; default: a new one.")
    private long seed = new SecureRandom().nextInt(1_000_000);

    @Option(
            names = "--report",
            paramLabel = "<file>",
            defaultValue = "weir-demo.html",
            description = "The report; default: ${DEFAULT-VALUE}.")
    private Path report = Path.of("weir-demo.html");

    @Option(names = "--keep", description = "Leave the order files, checkpoints and the job's log where they are.")
    private boolean keep;

    @Option(
            names = "--break",
            paramLabel = "<part>",
            converter = BreakageConverter.class,
            description = {
                "Break the sink on purpose and aim the kills at the break, to see that the comparison finds the damage:",
                "ledger: writes a unit and its ledger entry in two transactions, so that units get doubled;",
                "ledger-first: the entry first, so that units get lost;",
                "at-least-once: with --kafka, writes to the topic at least once, so that results are seen early and doubled."
            })
    private Breakage breakage = Breakage.NONE;

    /** Made by picocli. */
    public DemoCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        DemoOptions options = options();
        List<String> faults = options.faults();
        if (!faults.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Cannot run the demo: " + String.join("; ", faults) + "; correct these options");
        }
        Console console = Console.standard(BETWEEN_LINES);
        String end = options.leftovers() == Leftovers.KEEP ? "" : "; its files and processes are removed";
        ExitHook breakOff = new ExitHook(
                "weir-demo-break-off", () -> console.breakOff("Broken off: nothing is proven" + end + "."));
        try {
            return run(options, console);
        } finally {
            breakOff.close();
        }
    }

    private DemoOptions options() {
        Setting setting = kafka ? Setting.KAFKA : Setting.FILES;
        Toll usual = setting.usualKills();
        Toll toll = new Toll(
                kills,
                Objects.requireNonNullElse(brokerKills, usual.broker()),
                Objects.requireNonNullElse(databaseKills, usual.database()));
        return new DemoOptions(
                setting,
                seed,
                toll,
                Objects.requireNonNullElse(orders, setting.usualOrders()),
                breakage,
                keep ? Leftovers.KEEP : Leftovers.DELETE,
                report.toAbsolutePath());
    }

    private static int run(DemoOptions options, Console console) throws InterruptedException {
        try {
            ReportFile report = new ReportFile(options.report());
            report.requireWritable();
            title(options, console);
            Outcome outcome = Demo.of(options, new Stage(options, console, Clock.system()))
                    .run();
            report.write(HtmlReport.of(outcome));
            console.line("");
            Summary.of(outcome, console.palette()).forEach(console::line);
            console.line("Report: " + report);
            console.line("");
            return outcome.isProven() ? PROVEN : DAMAGED;
        } catch (DemoException | CommandException | TestbedException | WeirException e) {
            console.error(Objects.requireNonNullElse(e.getMessage(), e.toString()));
            return NOT_CARRIED_OUT;
        }
    }

    private static void title(DemoOptions options, Console console) {
        console.line("");
        console.line(console.palette().bold("Weir demo")
                + String.format(
                        Locale.ROOT,
                        ": %,d orders, %d kills, seed %d",
                        options.orders(),
                        options.kills().total(),
                        options.seed()));
        console.line("");
    }

    /** Knows breakages by their names on the command line. */
    static final class BreakageConverter implements CommandLine.ITypeConverter<Breakage> {

        @Override
        public Breakage convert(String value) {
            return Breakage.byOption(value)
                    .orElseThrow(() -> new CommandLine.TypeConversionException(
                            "'" + value + "' is none of " + Breakage.options()));
        }
    }
}
