package dev.weir.consistency.history;

import java.util.List;

/**
 * What a history is judged by.
 *
 * @param sinks the names of the job's sinks, each with what it promises
 * @param end what the run is to come to
 * @param faults the faults that must have fired, by the names of {@link Event.FaultFired}: without them the run proves nothing
 */
public record Expectation(Workload workload, List<SinkPromise> sinks, RequiredEnd end, List<String> faults) {
    public Expectation {
        sinks = List.copyOf(sinks);
        faults = List.copyOf(faults);
    }

    /** One sink. */
    public record SinkPromise(String sink, Promise promise) {}

    /** What a run is to come to. */
    public enum RequiredEnd {
        /** The job finishes, and the destination holds the output of the whole input. */
        FINISHED,
        /**
         * The environment breaks the declared contract (a destination forgets what it had confirmed): the job may also stop with
         * an error, as long as the destination holds nothing wrong. What is there already must still be right.
         */
        FINISHED_OR_LOUD
    }
}
