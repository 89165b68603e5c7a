package dev.weir.consistency.live;

import dev.weir.consistency.fault.DiskPlan;
import dev.weir.consistency.history.Workload;
import dev.weir.consistency.subject.SinkUnderTest;
import dev.weir.fault.Label;
import dev.weir.sink.DeliveryStrategy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a {@link JobProcess} is to do.
 *
 * @param sinkClass the name of a {@link SinkUnderTest}'s class
 * @param journal where it reports
 * @param recordsPerSecond of all readers; until it is told to hurry
 * @param restarts how often the job may restart in this process
 * @param fault what happens at a label
 * @param disk what goes wrong with the disk under the checkpoints
 * @param limit after which the process says where it hangs, and ends
 */
record JobArguments(
        String sinkClass,
        String address,
        DeliveryStrategy strategy,
        int parallelism,
        Path checkpoints,
        Path journal,
        Workload workload,
        int recordsPerSecond,
        int restarts,
        LabelFault.Plan fault,
        DiskPlan disk,
        Duration limit) {
    String[] words() {
        return Stream.of(
                        sinkClass,
                        address,
                        strategy,
                        parallelism,
                        checkpoints,
                        journal,
                        workload.seed(),
                        workload.partitions(),
                        workload.recordsPerPartition(),
                        workload.keysPerPartition(),
                        recordsPerSecond,
                        restarts,
                        fault.action(),
                        fault.label(),
                        fault.occurrence(),
                        disk,
                        limit.toMillis())
                .map(String::valueOf)
                .toArray(String[]::new);
    }

    static JobArguments parse(String[] words) {
        List<String> all = List.of(words);
        return new JobArguments(
                all.get(0),
                all.get(1),
                DeliveryStrategy.valueOf(all.get(2)),
                Integer.parseInt(all.get(3)),
                Path.of(all.get(4)),
                Path.of(all.get(5)),
                new Workload(
                        Long.parseLong(all.get(6)),
                        Integer.parseInt(all.get(7)),
                        Long.parseLong(all.get(8)),
                        Integer.parseInt(all.get(9))),
                Integer.parseInt(all.get(10)),
                Integer.parseInt(all.get(11)),
                new LabelFault.Plan(
                        LabelFault.Action.valueOf(all.get(12)),
                        Label.valueOf(all.get(13)),
                        Integer.parseInt(all.get(14))),
                DiskPlan.parse(all.get(15)),
                Duration.ofMillis(Long.parseLong(all.get(16))));
    }
}
