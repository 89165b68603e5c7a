package dev.weir.consistency.mutant;

import dev.weir.consistency.simulation.Mutation;
import dev.weir.consistency.simulation.Scenario;
import dev.weir.consistency.suite.Engine;
import java.util.EnumSet;
import java.util.Set;

/**
 * A job that is broken in one place on purpose.
 *
 * @param name in kebab case
 * @param description what is wrong, in one sentence
 * @param issue the address of the public issue whose bug it re-creates, or empty
 * @param original the same job with nothing wrong
 * @param mutation what is wrong
 * @param equivalence why it cannot be told from the original, or empty
 */
public record Mutant(
        String name, String description, String issue, Scenario original, Mutation mutation, String equivalence) {
    static Mutant of(String name, Ground ground, Mutation mutation, String description) {
        return new Mutant(name, description, "", ground.scenario(), mutation, "");
    }

    Mutant ofIssue(String address) {
        return new Mutant(name, description, address, original, mutation, equivalence);
    }

    Mutant equivalentBecause(String reason) {
        return new Mutant(name, description, issue, original, mutation, reason);
    }

    Mutant withShape(Scenario.Shape shape) {
        Scenario longer = original.withShape(shape);
        return new Mutant(name, description, issue, longer, mutation, equivalence);
    }

    /** Who looks for it. The plans of the exhaustive engine are too many for a long job. */
    Set<Engine> engines() {
        return original.shape().equals(Scenario.Shape.SMALL)
                ? EnumSet.of(Engine.SIMULATION, Engine.EXHAUSTIVE)
                : EnumSet.of(Engine.SIMULATION);
    }

    /** The broken job. */
    public Scenario scenario() {
        Scenario broken = original.withMutation(mutation);
        return new Scenario(
                "mutant " + name + " on " + original.name(),
                broken.strategy(),
                broken.destination(),
                broken.promise(),
                broken.mutation(),
                broken.shape());
    }
}
