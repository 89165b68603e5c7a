package dev.weir.cli.verify;

import dev.weir.cli.classes.UserClassPath;
import dev.weir.cli.output.CommandException;
import dev.weir.cli.verify.Suite.Mutant;
import dev.weir.consistency.subject.SinkUnderTest;
import dev.weir.sink.DeliveryStrategy;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds what {@code --sink} names. */
final class TargetChoice {
    static final String MUTANT = "mutant/";

    private final Suite suite;
    private final UserClassPath classPath;
    private final ClassLoader loader;

    /** @param loader of the class path; has to stay open while the target is used */
    TargetChoice(Suite suite, UserClassPath classPath, ClassLoader loader) {
        this.suite = suite;
        this.classPath = classPath;
        this.loader = loader;
    }

    /** Empty if the name means nothing. */
    Optional<Target> named(String name) {
        if (name.startsWith(MUTANT)) {
            return suite.mutants().stream()
                    .map(Mutant::name)
                    .filter(name.substring(MUTANT.length())::equals)
                    .findFirst()
                    .map(Target.OfMutant::new);
        }
        Optional<Target> builtIn = suite.sinks().stream()
                .filter(sink -> sink.name().equals(name))
                .findFirst()
                .map(sink -> new Target.OfSink(sink, sink.strategies()));
        return builtIn.isPresent() || !name.contains(".") ? builtIn : Optional.of(ofClass(name));
    }

    static String names(Suite suite) {
        return suite.sinks().stream().map(SinkUnderTest::name).collect(Collectors.joining(", "));
    }

    private Target ofClass(String className) {
        SinkUnderTest sink =
                classPath.make("sink", className, SinkUnderTest.class, "a sink of weir verify --list", loader);
        return new Target.OfSink(sink, strategies(className, sink));
    }

    /** Of somebody else's code, which may do whatever it likes. */
    private static List<DeliveryStrategy> strategies(String className, SinkUnderTest sink) {
        List<DeliveryStrategy> strategies;
        try {
            Objects.requireNonNull(sink.name(), "name() is null");
            strategies = List.copyOf(sink.strategies());
        } catch (RuntimeException | LinkageError e) {
            throw new CommandException(
                    "Cannot ask sink " + className + " for its name and strategies: it failed: " + e
                            + "; return them without work, as constants",
                    e);
        }
        if (strategies.isEmpty()) {
            throw new CommandException("Cannot verify sink " + className
                    + ": it names no strategy: strategies()=[]; return those that are to be proven");
        }
        return strategies;
    }
}
