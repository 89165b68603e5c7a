package dev.weir.exec;

import dev.weir.state.FileRef;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state files of one keyed operator's subtask: which chain each checkpoint in flight would have, which chain the last
 * confirmed one has, and which runs of files a background merge has replaced by one.
 *
 * <p><b>Threading:</b> safe from any thread; the task confirms, the snapshot's writer appends, the merger replaces.
 */
final class KeyedChain {
    private final Map<Long, List<FileRef>> byCheckpoint = new HashMap<>();
    private List<FileRef> confirmed;

    KeyedChain(List<FileRef> restored) {
        confirmed = List.copyOf(restored);
    }

    /** The base that a snapshot taken now is relative to. */
    synchronized List<FileRef> confirmed() {
        return confirmed;
    }

    /** The chain of a checkpoint: its own file, if any, behind the base that its snapshot was relative to. */
    synchronized List<FileRef> append(long checkpointId, boolean full, List<FileRef> base, @Nullable FileRef file) {
        List<FileRef> chain = new ArrayList<>(full ? List.of() : base);
        if (file != null) {
            chain.add(file);
        }
        List<FileRef> fixed = List.copyOf(chain);
        byCheckpoint.put(checkpointId, fixed);
        return fixed;
    }

    synchronized void confirm(long checkpointId) {
        List<FileRef> chain = byCheckpoint.remove(checkpointId);
        if (chain != null) {
            confirmed = chain;
        }
        if (!byCheckpoint.isEmpty()) {
            byCheckpoint.keySet().removeIf(id -> id < checkpointId);
        }
    }

    synchronized void abort(long checkpointId) {
        byCheckpoint.remove(checkpointId);
    }

    /** The run was merged into one equivalent file: chains from now on use it. False if the run is no longer in use. */
    synchronized boolean replace(List<FileRef> run, FileRef merged) {
        byCheckpoint.replaceAll((id, chain) -> substitute(chain, run, merged));
        List<FileRef> before = confirmed;
        confirmed = substitute(before, run, merged);
        return confirmed != before;
    }

    private static List<FileRef> substitute(List<FileRef> chain, List<FileRef> run, FileRef merged) {
        int at = Collections.indexOfSubList(chain, run);
        if (at < 0) {
            return chain;
        }
        List<FileRef> replaced = new ArrayList<>(chain.subList(0, at));
        replaced.add(merged);
        replaced.addAll(chain.subList(at + run.size(), chain.size()));
        return List.copyOf(replaced);
    }
}
