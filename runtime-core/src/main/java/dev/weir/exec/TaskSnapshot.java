package dev.weir.exec;

import dev.weir.state.FileRef;
import dev.weir.state.OperatorSnapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The synchronous part of one task's checkpoint, on its way to the disk.
 *
 * @param parts one for each step of the chain
 */
record TaskSnapshot(long checkpointId, int vertex, int subtask, List<Part> parts) {
    TaskSnapshot {
        parts = List.copyOf(parts);
    }

    /**
     * One operator's part.
     *
     * @param base the files that a keyed snapshot of changes is relative to
     */
    record Part(
            String uid,
            OperatorSnapshot snapshot,
            long watermark,
            @Nullable KeyedChain chain,
            List<FileRef> base) {}
}
