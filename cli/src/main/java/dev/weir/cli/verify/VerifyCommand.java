package dev.weir.cli.verify;

import dev.weir.cli.classes.UserClassPath;
import dev.weir.cli.leftovers.ExitHook;
import dev.weir.cli.leftovers.Leftovers;
import dev.weir.cli.leftovers.TemporaryFolder;
import dev.weir.cli.output.CommandErrors;
import dev.weir.cli.output.CommandException;
import dev.weir.cli.output.FormatOption;
import dev.weir.cli.output.ReportFile;
import dev.weir.cli.terminal.Console;
import dev.weir.consistency.report.HtmlReport;
import dev.weir.consistency.suite.SuiteResult;
import dev.weir.consistency.suite.VerificationOptions;
import dev.weir.consistency.suite.VerificationProgress;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.time.Clock;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code weir verify}. */
@Command(
        name = "verify",
        header = "Breaks a job with a sink in every way it knows, and judges what arrived.",
        description = {
            "",
            "Runs the consistency suite over a sink of Weir, over one of yours, or over a mutant (something broken on"
                    + " purpose, which has to be found out): the rules of the port; real jobs in child processes that are"
                    + " halted at every step of the protocol, killed and frozen, with the destination killed and its"
                    + " replies lost; then chaos for as long as you like. Starts the servers that it needs and takes them"
                    + " away. Leaves a report.",
            ""
        },
        sortOptions = false,
        mixinStandardHelpOptions = true,
        exitCodeOnExecutionException = CommandErrors.NOT_CARRIED_OUT,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:pass: every promise was kept",
            "1:violation: a promise was broken",
            "2:wrong usage",
            "3:could not be carried out, so nothing is said about the sink",
            "4:stuck: no end within the bound",
            "5:loud fail: the job stopped and said why, with the data intact",
            "6:inconclusive: what was to happen did not, so nothing is proven"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  weir verify --list",
            "  weir verify --sink jdbc-postgresql --strategy two-phase --minutes 5 --seed 7",
            "  weir verify --sink com.acme.AcmeSinkUnderTest --class-path acme.jar:acme-tests.jar",
            "  weir verify --sink mutant/...        (a name of the list) has to end in a violation"
        })
public final class VerifyCommand implements Callable<Integer> {
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

    private final Suite suite;
    private final Supplier<Console> consoles;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--sink",
            paramLabel = "<name|class>",
            description = "A sink of Weir, mutant/<name>, or a class that implements"
                    + " dev.weir.consistency.subject.SinkUnderTest; --list has the names.")
    private @Nullable String sink;

    @Option(
            names = "--class-path",
            paramLabel = "<path>",
            description = "Jars and folders with the class and all that it needs, separated as for java -cp.")
    private String classPath = "";

    @Option(
            names = "--strategy",
            paramLabel = "<strategy>",
            converter = StrategyName.class,
            description = "write-ahead-log, two-phase, two-phase-insured, idempotent or at-least-once; default: the"
                    + " sink's first.")
    private @Nullable DeliveryStrategy strategy;

    @Option(
            names = "--minutes",
            paramLabel = "<n>",
            defaultValue = "5",
            converter = MinutesConverter.class,
            description = "How long chaos lasts, such as 0.5, after the cases that are always tried, which take some"
                    + " minutes too; default: ${DEFAULT-VALUE}.")
    private BigDecimal minutes = BigDecimal.valueOf(5);

    @Option(
            names = "--seed",
            paramLabel = "<n>",
            description = "Draws the same data, faults and moments again; default: a new one.")
    private long seed = new SecureRandom().nextInt(1_000_000);

    @Option(
            names = "--report",
            paramLabel = "<file>",
            defaultValue = "weir-verify.html",
            description = "The report; default: ${DEFAULT-VALUE}.")
    private Path report = Path.of("weir-verify.html");

    @Option(names = "--keep", description = "Leave checkpoints, logs and servers' data where they are.")
    private boolean keep;

    @Option(names = "--list", description = "List the sinks of Weir with their strategies, and the mutants.")
    private boolean list;

    @Mixin
    private final FormatOption format = new FormatOption();

    /** Made by picocli. */
    public VerifyCommand() {
        this(new WeirSuite(), () -> Console.standard(BETWEEN_LINES));
    }

    VerifyCommand(Suite suite, Supplier<Console> consoles) {
        this.suite = suite;
        this.consoles = consoles;
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        if (list) {
            format.print(SuiteListing.of(suite), spec.commandLine().getOut());
            return 0;
        }
        if (sink == null) {
            throw wrong("Missing --sink: it names what to verify; Weir has " + TargetChoice.names(suite)
                    + " and mutants, see weir verify --list");
        }
        UserClassPath user = UserClassPath.parse(classPath);
        Request request =
                new Request(sink, user.toString(), strategy, minutes, seed, keep ? Leftovers.KEEP : Leftovers.DELETE);
        if (!request.fault().isEmpty()) {
            throw wrong("Cannot verify " + sink + ": " + request.fault());
        }
        ReportFile file = new ReportFile(report);
        file.requireWritable();
        SuiteResult result;
        try (URLClassLoader loader = user.loader()) {
            Target target = new TargetChoice(suite, user, loader).named(sink).orElseThrow(this::unknownSink);
            DeliveryStrategy chosen = strategyOf(target);
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            thread.setContextClassLoader(loader);
            try {
                result = verify(target, chosen, request, file);
            } finally {
                thread.setContextClassLoader(before);
            }
        }
        return VerdictStyle.of(result.verdict()).exitCode();
    }

    private SuiteResult verify(Target target, DeliveryStrategy chosen, Request request, ReportFile file)
            throws InterruptedException {
        Console console = consoles.get();
        ExitHook breakOff =
                new ExitHook("weir-verify-break-off", () -> console.breakOff("Broken off: nothing is proven."));
        try (TemporaryFolder folder = folder(request.leftovers())) {
            VerificationProgress progress = begin(request, chosen, target, console);
            SuiteResult result = target.verify(
                    suite,
                    new VerificationOptions(chosen, request.duration(), request.seed(), folder.path()),
                    progress);
            console.hideLive();
            file.write(HtmlReport.of(result));
            end(result, request, file, folder, console);
            return result;
        } finally {
            console.hideLive();
            breakOff.close();
        }
    }

    private VerificationProgress begin(Request request, DeliveryStrategy chosen, Target target, Console console) {
        if (format.isForScripts()) {
            return VerificationProgress.SILENT;
        }
        console.line("");
        console.line(console.palette().bold("Weir verify") + ": " + request.sink()
                + (target.strategies().isEmpty() ? "" : ", " + StrategyName.of(chosen)) + ", seed " + request.seed());
        return new LiveProgress(console, Clock.system());
    }

    private void end(SuiteResult result, Request request, ReportFile file, TemporaryFolder folder, Console console) {
        if (format.isForScripts()) {
            format.print(SuiteListing.of(result), spec.commandLine().getOut());
            return;
        }
        console.line("");
        Summary.of(result, console.palette()).forEach(console::line);
        console.line("");
        console.line("Again:  " + request.command());
        console.line("Report: " + file);
        if (request.leftovers() == Leftovers.KEEP) {
            console.line("Kept:   " + folder.path());
        }
        console.line("");
    }

    private DeliveryStrategy strategyOf(Target target) {
        if (target.strategies().isEmpty()) {
            if (strategy != null) {
                throw wrong("Cannot verify " + sink + " by " + StrategyName.of(strategy)
                        + ": a mutant brings the strategy that it breaks; leave --strategy out");
            }
            return DeliveryStrategy.WRITE_AHEAD_LOG;
        }
        if (strategy == null) {
            return target.strategies().get(0);
        }
        if (!target.strategies().contains(strategy)) {
            throw wrong("Cannot verify " + sink + " by " + StrategyName.of(strategy)
                    + ": the sink has no such strategy; choose one of " + StrategyName.all(target.strategies()));
        }
        return strategy;
    }

    private static TemporaryFolder folder(Leftovers leftovers) {
        Path parent = Path.of(System.getProperty("java.io.tmpdir"));
        try {
            return TemporaryFolder.create(parent, "weir-verify-", leftovers);
        } catch (IOException e) {
            throw new CommandException(
                    "Cannot make a working folder: " + e + ": in=" + parent
                            + "; make room there, or choose another folder by WEIR_JAVA_OPTS=-Djava.io.tmpdir=...",
                    e);
        }
    }

    private ParameterException unknownSink() {
        return wrong("Cannot verify " + sink + ": there is no such sink or mutant; Weir has "
                + TargetChoice.names(suite)
                + " and mutants, see weir verify --list; a class of yours needs its package, and --class-path");
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** Knows fractions. */
    static final class MinutesConverter implements CommandLine.ITypeConverter<BigDecimal> {
        @Override
        public BigDecimal convert(String value) {
            try {
                return new BigDecimal(value);
            } catch (NumberFormatException e) {
                throw new CommandLine.TypeConversionException(
                        "'" + value + "' is no number; give minutes, such as 0.5");
            }
        }
    }
}
