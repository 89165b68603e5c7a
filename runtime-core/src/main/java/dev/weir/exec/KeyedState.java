package dev.weir.exec;

import dev.weir.checkpoint.CheckpointMetadata.SubtaskState;
import dev.weir.state.FileRef;
import dev.weir.state.KeyGroups;
import dev.weir.state.KeyedStateBackend;
import dev.weir.state.KeyedStateBackends;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * The keyed state of one operator's subtask and the files that hold it.
 *
 * @param uid the operator's uid
 */
record KeyedState(String uid, KeyedStateBackend backend, KeyedChain chain) {
    /** Makes the backend and loads what the restored checkpoint has for this subtask's key groups. */
    static KeyedState restore(AttemptContext attempt, String uid, int subtask, int parallelism, Type keyType) {
        int groups = attempt.plan().maxParallelism();
        int first = KeyGroups.firstGroup(subtask, groups, parallelism);
        int end = KeyGroups.endGroup(subtask, groups, parallelism);
        KeyedStateBackend backend = KeyedStateBackends.heap(attempt.codecs(), keyType, groups, first, end);
        List<SubtaskState> old = attempt.restored().subtasks(uid);
        List<FileRef> base = List.of();
        for (int i = 0; i < old.size(); i++) {
            List<FileRef> chain = old.get(i).keyedChain();
            int oldFirst = KeyGroups.firstGroup(i, groups, old.size());
            int oldEnd = KeyGroups.endGroup(i, groups, old.size());
            if (chain.isEmpty() || oldFirst >= end || first >= oldEnd) {
                continue;
            }
            List<byte[]> files = new ArrayList<>();
            chain.forEach(file -> files.add(attempt.store().read(file)));
            backend.restore(files);
            if (oldFirst == first && oldEnd == end) {
                // The backend goes on with changes relative to a chain of just its own key groups.
                base = chain;
            }
        }
        return new KeyedState(uid, backend, new KeyedChain(base));
    }
}
