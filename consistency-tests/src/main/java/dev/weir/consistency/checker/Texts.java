package dev.weir.consistency.checker;

import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.history.Witness;

/** How a record is named in sentences. */
final class Texts {
    private Texts() {}

    static String of(OutputRecord record) {
        return "partition " + record.partition() + " offset " + record.offset() + " (key " + record.key() + ", no. "
                + record.sequence() + ")";
    }

    static String full(OutputRecord record) {
        return of(record) + " by attempt " + record.attempt();
    }

    static String input(int partition, long offset) {
        return "partition " + partition + " offset " + offset;
    }

    /** The attempt's part in a record that a reader saw at this time; when it was written nobody saw. */
    static Witness.Step wrote(long nanos, OutputRecord record) {
        return new Witness.Step(
                nanos,
                "attempt " + record.attempt(),
                "wrote " + of(record) + " in epoch " + record.epoch() + ", shard " + record.shard());
    }
}
