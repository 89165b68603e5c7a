package dev.weir.cli.demo;

import dev.weir.CheckpointInspection;
import dev.weir.CheckpointInspection.SinkUnits;
import dev.weir.error.WeirException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the newest complete checkpoint promises of a sink, as its file says: a look from outside, which asks nothing of the job.
 *
 * @param sinkUids the sink, and others that get the same results: the first that delivers in units tells
 */
record CheckpointPromises(Path checkpoints, String job, List<String> sinkUids) implements Promises {

    CheckpointPromises {
        sinkUids = List.copyOf(sinkUids);
    }

    /** A checkpoint may be deleted while it is read, because there is a newer one. */
    private static final int TRIES = 5;

    @Override
    public OptionalLong results() {
        for (int i = 0; i < TRIES; i++) {
            try {
                if (!CheckpointInspection.jobs(checkpoints).contains(job)) {
                    return OptionalLong.of(0);
                }
                Optional<CheckpointInspection.Checkpoint> newest =
                        CheckpointInspection.of(checkpoints, job).newest();
                return newest.isPresent() ? promised(newest.get()) : OptionalLong.of(0);
            } catch (WeirException e) {
                // The next try finds the newer one.
            }
        }
        return OptionalLong.empty();
    }

    /** Empty if none of the sinks delivers in units. */
    private OptionalLong promised(CheckpointInspection.Checkpoint checkpoint) {
        Optional<SinkUnits> units = sinkUids.stream()
                .flatMap(uid ->
                        checkpoint.sinks().stream().filter(sink -> sink.uid().equals(uid)))
                .findFirst();
        return units.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(units.get().shards().stream()
                        .mapToLong(shard -> shard.last().position())
                        .sum());
    }
}
