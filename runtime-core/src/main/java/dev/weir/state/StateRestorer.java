package dev.weir.state;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.state.SectionCopier.Tombstones;
import dev.weir.state.StateFile.Section;
import dev.weir.state.StateFile.State;
import java.util.List;
import java.util.Map;

/** Loads chains of state files into tables by the widths that the files name; codecs are compared when states are used. */
final class StateRestorer {
    private final CurrentKey key;
    private final Epochs epochs;
    private final Map<String, StoredState> states;
    private final SectionReader reader = new SectionReader();
    private int chains;
    private boolean sameRange = true;
    private boolean finished;

    StateRestorer(CurrentKey key, Epochs epochs, Map<String, StoredState> states) {
        this.key = key;
        this.epochs = epochs;
        this.states = states;
    }

    void restore(List<byte[]> chain) {
        if (finished) {
            throw new WeirException(
                    ErrorCode.INTERNAL,
                    "Cannot restore keyed state: it is in use already: " + states.keySet()
                            + "; restore before any state is asked for");
        }
        chains++;
        List<StateFile> files = chain.stream().map(StateFileFormat::read).toList();
        int first = lastFull(files);
        for (StateFile file : files.subList(first, files.size())) {
            if (file.maxParallelism() != key.maxParallelism()) {
                throw new WeirException(
                        ErrorCode.STATE_INCOMPATIBLE,
                        "Cannot restore keyed state: the number of key groups differs: the checkpoint has "
                                + file.maxParallelism() + ", the job has " + key.maxParallelism()
                                + "; set the old maximum parallelism");
            }
            sameRange &= file.firstGroup() == key.firstGroup() && file.endGroup() == key.endGroup();
            StateFileFormat.reading(() -> apply(file));
        }
    }

    /** Where a chain really begins. */
    static int lastFull(List<StateFile> files) {
        for (int i = files.size() - 1; i >= 0; i--) {
            if (files.get(i).full()) {
                return i;
            }
        }
        if (files.isEmpty()) {
            return 0;
        }
        throw StateFileFormat.corrupt("its chain begins with changes only");
    }

    private void apply(StateFile file) {
        KeyFormat format = file.key();
        if (format != null) {
            key.restored(format);
        }
        int from = Math.max(file.firstGroup(), key.firstGroup());
        int to = Math.min(file.endGroup(), key.endGroup());
        for (State each : file.states()) {
            StoredState state =
                    states.computeIfAbsent(each.name(), name -> new StoredState(name, each.shape(), key, epochs));
            if (!state.shape().equals(each.shape())) {
                throw StateFileFormat.corrupt("another file has a different state " + each.name());
            }
            for (long pane : each.dropped()) {
                state.clear(pane, from, to);
            }
            for (Section section : each.sections()) {
                if (from <= section.group() && section.group() < to) {
                    reader.apply(section, state.require(section.address()), Tombstones.LEFT_OUT);
                }
            }
        }
    }

    /** Ends restoring, if there was any: from now on changes count. */
    void finish() {
        if (!finished) {
            finished = true;
            if (chains > 0) {
                epochs.restored(chains == 1 && sameRange);
            }
        }
    }
}
