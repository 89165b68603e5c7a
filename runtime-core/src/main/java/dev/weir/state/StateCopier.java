package dev.weir.state;

import dev.weir.state.SectionCopier.Tombstones;
import dev.weir.state.StateFile.Section;
import dev.weir.state.StateFile.State;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes snapshots of states: a delta while that is less than half of everything, else everything. */
final class StateCopier {
    /** The slots that may be visited to give memory back after one checkpoint: a few milliseconds. */
    private static final int TRIM_BUDGET = 1 << 17;

    private final CurrentKey key;
    private final Epochs epochs;
    private final Collection<StoredState> states;
    private final SectionCopier sections = new SectionCopier();

    StateCopier(CurrentKey key, Epochs epochs, Collection<StoredState> states) {
        this.key = key;
        this.epochs = epochs;
        this.states = states;
    }

    StateFile copy() {
        StateFile delta = epochs.base() == Epochs.NO_BASE ? null : delta();
        return delta == null ? full() : delta;
    }

    private StateFile full() {
        List<State> copies = new ArrayList<>();
        for (StoredState state : states) {
            List<Section> copied = new ArrayList<>();
            copy(state, 0, Tombstones.LEFT_OUT, Long.MAX_VALUE, copied);
            copies.add(new State(state.name(), state.shape(), List.of(), copied));
        }
        return file(true, copies);
    }

    /** The changes, or null if they are too many. */
    private @Nullable StateFile delta() {
        long budget = epochs.changes() == 0 ? Long.MAX_VALUE : (liveEntries() + 1) / 2;
        if (epochs.changesAreExact() && epochs.changes() >= budget) {
            return null;
        }
        List<State> copies = new ArrayList<>();
        for (StoredState state : states) {
            List<Section> copied = new ArrayList<>();
            budget -= copy(state, epochs.base(), Tombstones.KEPT, budget, copied);
            if (budget <= 0) {
                return null;
            }
            copies.add(new State(state.name(), state.shape(), state.droppedAfter(epochs.base()), copied));
        }
        return file(false, copies);
    }

    private long liveEntries() {
        return states.stream().mapToLong(StoredState::live).sum();
    }

    /** Copies entries until there are so many; returns how many. */
    private long copy(StoredState state, int newerThan, Tombstones tombstones, long limit, List<Section> target) {
        long copied = 0;
        for (int i = 0; i < state.count(); i++) {
            for (int group = key.firstGroup(); group < key.endGroup() && copied < limit; group++) {
                copied += sections.copy(state.address(i), state.tables(i), group, newerThan, tombstones, target);
            }
        }
        return copied;
    }

    private StateFile file(boolean full, List<State> copies) {
        return new StateFile(full, key.maxParallelism(), key.firstGroup(), key.endGroup(), key.format(), copies);
    }

    /** Forgets what the confirmed checkpoint made superfluous. */
    void tidy() {
        int budget = TRIM_BUDGET;
        for (StoredState state : states) {
            state.forgetDropped(epochs.base());
            for (int i = 0; i < state.count(); i++) {
                for (int group = key.firstGroup(); group < key.endGroup() && budget > 0; group++) {
                    TableSet set = state.tables(i);
                    for (Table table = set.next(group, null); table != null; table = set.next(group, table)) {
                        budget -= table.trim();
                    }
                }
            }
        }
    }
}
