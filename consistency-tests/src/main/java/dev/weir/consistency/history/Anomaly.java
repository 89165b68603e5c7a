package dev.weir.consistency.history;

/** What can go wrong between a source and a destination. */
public enum Anomaly {
    LOSS("an input of a finished or completed part has no output"),
    DUPLICATE("an output is there more than once"),
    LATE_DUPLICATE("an output came once more after everything had become quiet"),
    PHANTOM("an output that no input explains, or that nobody can read"),
    EARLY_VISIBILITY("an output was visible before its checkpoint was complete"),
    PREMATURE_COMMIT("a unit was committed before its checkpoint was complete"),
    ABORTED_READ("an output was visible and later rolled back"),
    TORN_UNIT("a reader saw a part of a unit"),
    CROSS_SINK_TEAR("one sink of the job has an output that another lacks"),
    HOLE_OR_OUT_OF_ORDER_COMMIT("units of a shard were committed with a gap or out of order"),
    KEY_ORDER("outputs of a key appeared in another order than their inputs"),
    REGRESSION("a reader saw an older value after a newer one"),
    LOST_STATE_UPDATE("the state of a key lacks one of its inputs"),
    DOUBLED_STATE_UPDATE("the state of a key counts an input twice"),
    DIVERGENT_REPLAY("an input gave two different outputs"),
    ZOMBIE_WRITE("an attempt wrote after its successor had fenced it"),
    HIJACKED_TRANSACTION("an attempt wrote into or committed a transaction of another that it must not touch"),
    ZOMBIE_ABORT("a fenced attempt aborted a transaction of its successor"),
    SILENT_ACKNOWLEDGED_LOSS("a unit that was reported as committed is not there"),
    IN_DOUBT_LEAK("a transaction stays open or prepared after the job's end"),
    STUCK_READER("a reader is held back by a transaction that nobody ends"),
    STALE_RESTORE("an attempt started from an older checkpoint than the newest complete one"),
    SOURCE_AHEAD_OF_CHECKPOINT("the source went on behind the position that its checkpoint holds"),
    RESCALE_LOSS("an output was lost when the parallelism changed"),
    LIVELOCK("the job restarts or retries for ever without progress"),
    LEAK("ids, rows, files, threads or connections grow with the number of attempts"),
    PARTIAL_BATCH_APPLIED_TWICE("a part of a batch was applied twice");

    private final String meaning;

    Anomaly(String meaning) {
        this.meaning = meaning;
    }

    public String meaning() {
        return meaning;
    }
}
