package dev.weir.consistency.simulation;

import dev.weir.consistency.history.Promise;
import dev.weir.consistency.model.ModelDestination;
import dev.weir.sink.DeliveryStrategy;
import java.util.function.Supplier;

/**
 * What is simulated: a strategy over a kind of destination, with or without a mistake.
 *
 * @param name for reports, for example {@code model-database WRITE_AHEAD_LOG}
 * @param destination makes an empty one
 * @param promise what is to be kept
 * @param mutation the mistake, {@link Mutation#NONE} if there is none
 */
public record Scenario(
        String name,
        DeliveryStrategy strategy,
        Supplier<ModelDestination> destination,
        Promise promise,
        Mutation mutation,
        Shape shape) {
    /**
     * The size of the job.
     *
     * @param recordsPerPartition of a plan that does not say otherwise
     * @param parallelism of a first life that does not say otherwise
     * @param shards of each sink: the highest parallelism of any life
     * @param sinks 1 or more, each with a destination of its own
     * @param checkpointMicros from one checkpoint to the next; a step takes 50 on average
     */
    public record Shape(
            int partitions,
            int recordsPerPartition,
            int keysPerPartition,
            int parallelism,
            int shards,
            int sinks,
            int checkpointMicros) {
        /** Small enough for thousands of runs a second, large enough for a few checkpoints and for scaling both ways. */
        public static final Shape SMALL = new Shape(2, 8, 2, 2, 3, 1, 400);

        /** Long enough for chains of state files that have to be merged. */
        public static final Shape LONG = new Shape(2, 60, 3, 1, 2, 1, 300);

        public Shape withSinks(int number) {
            return new Shape(
                    partitions, recordsPerPartition, keysPerPartition, parallelism, shards, number, checkpointMicros);
        }
    }

    /** A small one without a mistake, which promises what the strategy promises. */
    public static Scenario of(String name, DeliveryStrategy strategy, Supplier<ModelDestination> destination) {
        return new Scenario(name, strategy, destination, Promise.of(strategy), Mutation.NONE, Shape.SMALL);
    }

    public Scenario withMutation(Mutation mistake) {
        return new Scenario(name, strategy, destination, promise, mistake, shape);
    }

    public Scenario withShape(Shape other) {
        return new Scenario(name, strategy, destination, promise, mutation, other);
    }

    public Scenario withPromise(Promise other) {
        return new Scenario(name, strategy, destination, other, mutation, shape);
    }

    /** The run in which nothing goes wrong. */
    public Plan clean() {
        return new Plan(shape.recordsPerPartition(), java.util.List.of(new Plan.Life(shape.parallelism())));
    }
}
