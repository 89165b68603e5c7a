package dev.weir.cli.explain;

import dev.weir.cli.classes.UserClassPath;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir explain}. */
@Command(
        name = "explain",
        header = "Says which guarantee a job gives, and names its weakest link.",
        description = {
            "",
            "Prints the plan of a job, its guarantee from end to end, every link of it with its reason, and how to mend"
                    + " the weakest. Looks at the destinations as they are now; runs nothing and changes nothing.",
            ""
        },
        sortOptions = false,
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:explained", "2:wrong usage", "3:could not be carried out"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  weir explain orders                 exactly once, with a PostgreSQL of its own",
            "  weir explain orders-async-commit    the same with synchronous_commit=off",
            "  weir explain orders-kafka           from Kafka to Kafka and PostgreSQL, with servers of its own",
            "  weir explain --class-path orders.jar com.acme.OrdersJob -- --day 2025-03-14"
        })
public final class ExplainCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "<job>",
            description =
                    "An example (orders, orders-async-commit, orders-kafka) or a class that implements dev.weir.JobDefinition.")
    private String job = "";

    @Parameters(
            index = "1..*",
            paramLabel = "<argument>",
            description = "The class's arguments; behind -- where they begin with a hyphen.")
    private List<String> arguments = List.of();

    @Option(
            names = "--class-path",
            paramLabel = "<path>",
            description = "Jars and folders with the class, separated as for java -cp.")
    private @Nullable String classPath;

    @Option(
            names = "--url",
            paramLabel = "<jdbc-url>",
            description = "The database of an example, instead of one of its own.")
    private @Nullable String url;

    @Option(
            names = "--kafka",
            paramLabel = "<host:port,...>",
            description = "The brokers of example orders-kafka, instead of one of its own.")
    private @Nullable String brokers;

    /** Made by picocli. */
    public ExplainCommand() {}

    @Override
    public Integer call() throws SQLException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Optional<ExampleJob> example = classPath == null ? ExampleJob.named(job) : Optional.empty();
        out.print(example.isPresent() ? explain(example.get()) : explainClass());
        out.flush();
        return 0;
    }

    private String explain(ExampleJob example) throws SQLException, InterruptedException {
        if (!arguments.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "Example " + job + " takes no arguments: " + arguments + "; leave them out");
        }
        if (brokers != null && example != ExampleJob.ORDERS_KAFKA) {
            throw new ParameterException(spec.commandLine(), "Example " + job + " uses no brokers; leave --kafka out");
        }
        try (ExampleServers servers = new ExampleServers(Optional.ofNullable(url), Optional.ofNullable(brokers))) {
            return example.explain(servers);
        }
    }

    private String explainClass() {
        if (url != null || brokers != null) {
            throw new ParameterException(
                    spec.commandLine(),
                    (url != null ? "--url" : "--kafka") + " is for examples; pass it as an argument of " + job);
        }
        return new UserJob(job, UserClassPath.parse(classPath == null ? "" : classPath), arguments).explain();
    }
}
