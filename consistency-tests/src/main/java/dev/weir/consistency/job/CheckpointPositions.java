package dev.weir.consistency.job;

import dev.weir.checkpoint.CheckpointMetadata;
import dev.weir.codec.ByteReader;
import dev.weir.consistency.history.Positions;
import dev.weir.consistency.history.Workload;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How far a model job had read, by the checkpoint itself. */
public final class CheckpointPositions {
    private CheckpointPositions() {}

    /** Reads the positions of the model source; a partition that the checkpoint leaves out is read to its end. */
    public static Positions of(CheckpointMetadata metadata, Workload workload) {
        List<Long> next = new ArrayList<>(Collections.nCopies(workload.partitions(), workload.recordsPerPartition()));
        ModelSource.PartitionCodec codec = new ModelSource.PartitionCodec();
        for (CheckpointMetadata.OperatorState operator : metadata.operators()) {
            if (!operator.uid().equals(ModelJob.SOURCE)) {
                continue;
            }
            for (CheckpointMetadata.SubtaskState subtask : operator.subtasks()) {
                ByteReader in = new ByteReader(subtask.state());
                int count = in.readVarInt();
                for (int i = 0; i < count; i++) {
                    in.readLong(); // the watermark generator's
                    ModelSource.Partition partition = codec.decode(new ByteReader(in.readBlob()));
                    next.set(partition.number(), partition.next());
                }
            }
        }
        return new Positions(next);
    }
}
