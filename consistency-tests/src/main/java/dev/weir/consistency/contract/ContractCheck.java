package dev.weir.consistency.contract;

import dev.weir.consistency.history.Verdict;
import dev.weir.consistency.history.Violation;
import dev.weir.consistency.history.Witness;
import dev.weir.consistency.subject.Destination;
import dev.weir.consistency.subject.SinkUnderTest;
import dev.weir.consistency.suite.CaseResult;
import dev.weir.consistency.suite.Engine;
import dev.weir.sink.DeliveryStrategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Tries every rule that is about a strategy, each on an empty destination.
 *
 * <p>A rule that takes too long is {@code STUCK}: its thread is interrupted and left behind, and after a few of them no more is tried.
 * What the destination itself fails at, being emptied for the rule, is {@code INCONCLUSIVE}: it says nothing about the sink.
 */
public final class ContractCheck {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int MOST_STUCK = 2;

    private final SinkUnderTest sink;
    private final Destination destination;
    private final DeliveryStrategy strategy;
    private final Duration limit;

    private ContractCheck(SinkUnderTest sink, Destination destination, DeliveryStrategy strategy, Duration limit) {
        this.sink = sink;
        this.destination = destination;
        this.strategy = strategy;
        this.limit = limit;
    }

    /** Blocks until all rules were tried. */
    public static List<CaseResult> run(SinkUnderTest sink, Destination destination, DeliveryStrategy strategy)
            throws InterruptedException {
        return run(sink, destination, strategy, LIMIT);
    }

    /** With another limit of time for each rule. */
    public static List<CaseResult> run(
            SinkUnderTest sink, Destination destination, DeliveryStrategy strategy, Duration limit)
            throws InterruptedException {
        return new ContractCheck(sink, destination, strategy, limit).run();
    }

    /** How many rules there are for a strategy. */
    public static int rules(DeliveryStrategy strategy) {
        return rulesOf(strategy).size();
    }

    private static List<Rule> rulesOf(DeliveryStrategy strategy) {
        return Rule.all().stream()
                .filter(rule -> rule.strategies().contains(strategy))
                .toList();
    }

    private List<CaseResult> run() throws InterruptedException {
        List<CaseResult> results = new ArrayList<>();
        int stuck = 0;
        for (Rule rule : rulesOf(strategy)) {
            CaseResult result = stuck < MOST_STUCK ? run(rule) : notTried(rule);
            results.add(result);
            stuck += result.verdict() == Verdict.STUCK ? 1 : 0;
        }
        return results;
    }

    private CaseResult notTried(Rule rule) {
        return result(
                rule,
                new Found(
                        Verdict.INCONCLUSIVE, "not tried, because " + MOST_STUCK + " rules before it hung", List.of()),
                Duration.ZERO);
    }

    /** What came of a rule. */
    private record Found(Verdict verdict, String reason, List<Violation> violations) {}

    private CaseResult run(Rule rule) throws InterruptedException {
        Stage stage = new Stage(sink, destination, strategy);
        FutureTask<Found> task = new FutureTask<>(() -> attempt(rule, stage));
        Thread thread = new Thread(task, "weir-contract-" + rule.number());
        thread.setDaemon(true);
        long start = System.nanoTime();
        thread.start();
        Found found;
        try {
            found = task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            task.cancel(true);
            found = new Found(
                    Verdict.STUCK, "it did not return within " + limit.toMillis() + " ms; " + last(stage), List.of());
        } catch (ExecutionException e) {
            found = broken(rule, stage, String.valueOf(e.getCause()));
        }
        return result(rule, found, Duration.ofNanos(System.nanoTime() - start));
    }

    private static String last(Stage stage) {
        List<Witness.Step> steps = stage.steps();
        if (steps.isEmpty()) {
            return "no call had returned";
        }
        Witness.Step step = steps.get(steps.size() - 1);
        return "the last call that did was " + step.text() + " by " + step.lane();
    }

    private Found attempt(Rule rule, Stage stage) {
        try {
            destination.prepare(strategy);
        } catch (Exception e) {
            return new Found(Verdict.INCONCLUSIVE, "the destination could not be emptied: " + e, List.of());
        }
        try (stage) {
            rule.attempt().run(stage);
            return new Found(
                    Verdict.PASS, rule.kind() == Rule.Kind.STOCHASTIC ? "kept in every try" : "kept", List.of());
        } catch (Rule.NotApplicable e) {
            return new Found(Verdict.PASS, "does not apply: " + e.getMessage(), List.of());
        } catch (Rule.BrokenRule e) {
            return broken(rule, stage, e.reason());
        } catch (Exception | LinkageError | AssertionError e) {
            return broken(rule, stage, "it threw " + e);
        }
    }

    private static Found broken(Rule rule, Stage stage, String reason) {
        if (rule.kind() == Rule.Kind.OPTIONAL) {
            return new Found(Verdict.PASS, "not kept, and need not be: " + reason, List.of());
        }
        return new Found(
                Verdict.VIOLATION,
                reason,
                List.of(new Violation(rule.anomaly(), rule.title() + ": " + reason, new Witness(stage.steps()))));
    }

    private CaseResult result(Rule rule, Found found, Duration duration) {
        return new CaseResult(
                Engine.CONTRACT,
                sink.name() + " " + strategy,
                rule.title(),
                found.verdict(),
                found.reason(),
                found.violations(),
                "ContractCheck.run of " + sink.name() + " with " + strategy,
                1,
                duration);
    }
}
