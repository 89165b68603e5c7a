package dev.weir.exec;

import dev.weir.checkpoint.CheckpointMetadata.SubtaskState;
import dev.weir.checkpoint.DataFile;
import dev.weir.fault.Label;
import dev.weir.state.FileRef;
import dev.weir.state.KeyedSnapshot;
import dev.weir.state.OperatorSnapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jctools.queues.MpscUnboundedArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Writes the asynchronous part of snapshots: makes segments and state files durable, then acknowledges to the coordinator.
 *
 * <p>A crash before the acknowledgement leaves files that no checkpoint refers to; the next attempt sweeps them.
 */
final class SnapshotWriter implements Stepper {
    private final int index;
    private final AttemptContext attempt;
    private final Acknowledgement acknowledgement;
    private final Waker waker = new Waker();
    private final MpscUnboundedArrayQueue<TaskSnapshot> queue = new MpscUnboundedArrayQueue<>(16);

    /** Takes the finished states of one task. */
    interface Acknowledgement {
        void acknowledge(long checkpointId, int vertex, int subtask, Map<String, SubtaskState> states);
    }

    SnapshotWriter(int index, AttemptContext attempt, Acknowledgement acknowledgement) {
        this.index = index;
        this.attempt = attempt;
        this.acknowledgement = acknowledgement;
    }

    /** From any thread. */
    void submit(TaskSnapshot snapshot) {
        queue.add(snapshot);
        waker.signal();
    }

    @Override
    public String name() {
        return "write snapshots " + index;
    }

    @Override
    public Waker waker() {
        return waker;
    }

    @Override
    public long step() throws Exception {
        TaskSnapshot snapshot = queue.poll();
        if (snapshot == null) {
            return IDLE;
        }
        Map<String, SubtaskState> states = new HashMap<>();
        for (int i = 0; i < snapshot.parts().size(); i++) {
            TaskSnapshot.Part part = snapshot.parts().get(i);
            states.put(part.uid(), write(snapshot, i, part));
        }
        attempt.ports().faults().at(Label.SNAPSHOT_BEFORE_ACK);
        acknowledgement.acknowledge(snapshot.checkpointId(), snapshot.vertex(), snapshot.subtask(), states);
        return queue.isEmpty() ? IDLE : 0;
    }

    private SubtaskState write(TaskSnapshot snapshot, int index, TaskSnapshot.Part part) throws Exception {
        OperatorSnapshot parts = part.snapshot();
        List<FileRef> files = new ArrayList<>();
        for (OperatorSnapshot.PendingFile file : parts.files()) {
            files.add(file.makeDurable());
        }
        List<FileRef> chain = List.of();
        KeyedSnapshot keyed = parts.keyed();
        KeyedChain keyedChain = part.chain();
        if (keyed != null && keyedChain != null) {
            chain = keyedChain.append(
                    snapshot.checkpointId(), keyed.full(), part.base(), writeKeyed(snapshot, index, keyed));
        }
        return new SubtaskState(parts.state().bytes(), chain, files, part.watermark());
    }

    private @Nullable FileRef writeKeyed(TaskSnapshot snapshot, int index, KeyedSnapshot keyed) throws IOException {
        if (keyed.empty()) {
            return null;
        }
        String name = "state-a" + attempt.attempt() + "-c" + snapshot.checkpointId() + "-v" + snapshot.vertex() + "-s"
                + snapshot.subtask() + "-" + index;
        try (DataFile file = attempt.store().create(name)) {
            keyed.writeTo(file);
            attempt.ports().faults().at(Label.SNAPSHOT_BEFORE_FSYNC);
            return file.finish();
        }
    }
}
