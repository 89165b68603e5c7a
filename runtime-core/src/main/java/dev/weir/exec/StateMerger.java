package dev.weir.exec;

import dev.weir.checkpoint.DataFile;
import dev.weir.fault.Label;
import dev.weir.state.FileRef;
import dev.weir.state.MergePolicy;
import dev.weir.state.StateFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Merges runs of state files in the background, so that chains stay short and a restore reads little. A merged file takes
 * the place of its run in the checkpoints that follow; the run's files go when no kept checkpoint refers to them.
 */
final class StateMerger implements Stepper {
    private final AttemptContext attempt;
    private final List<Task> tasks;
    private List<KeyedState> states = List.of();
    private final Waker waker = new Waker();
    private long merges;
    private volatile boolean lookRequested;
    private int next;
    private boolean merged;

    StateMerger(AttemptContext attempt, List<Task> tasks) {
        this.attempt = attempt;
        this.tasks = List.copyOf(tasks);
    }

    /** Chains have grown. From any thread. */
    void look() {
        lookRequested = true;
        waker.signal();
    }

    @Override
    public String name() {
        return "merge state";
    }

    @Override
    public Waker waker() {
        return waker;
    }

    @Override
    public long step() throws Exception {
        if (next == 0) {
            if (!lookRequested) {
                return IDLE;
            }
            lookRequested = false;
            states = new ArrayList<>();
            for (Task task : tasks) {
                states.addAll(task.keyed());
            }
            merged = false;
        }
        if (next < states.size() && merge(states.get(next))) {
            merged = true;
        }
        next++;
        if (next < states.size()) {
            return 0;
        }
        next = 0;
        // A merged chain may be due for another merge.
        if (merged) {
            lookRequested = true;
        }
        return lookRequested ? 0 : IDLE;
    }

    private boolean merge(KeyedState state) throws Exception {
        List<FileRef> chain = state.chain().confirmed();
        long[] sizes = new long[chain.size()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = chain.get(i).length();
        }
        Optional<MergePolicy.Range> range = MergePolicy.next(sizes);
        if (range.isEmpty()) {
            return false;
        }
        List<FileRef> run = chain.subList(range.get().from(), range.get().to());
        List<byte[]> files = new ArrayList<>();
        for (FileRef file : run) {
            files.add(attempt.store().read(file));
        }
        String name = "merged-a" + attempt.attempt() + "-" + ++merges;
        try (DataFile merged = attempt.store().create(name)) {
            StateFiles.merge(files, range.get().from() == 0, merged);
            FileRef ref = merged.finish();
            attempt.ports().faults().at(Label.MERGE_AFTER_WRITE);
            return state.chain().replace(run, ref);
        }
    }
}
