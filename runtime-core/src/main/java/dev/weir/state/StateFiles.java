package dev.weir.state;

import dev.weir.state.SectionCopier.Tombstones;
import dev.weir.state.StateFile.Section;
import dev.weir.state.StateFile.State;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Works on the files that {@link KeyedSnapshot#writeTo} wrote, without their codecs. Keeps nothing between calls. */
public final class StateFiles {
    private StateFiles() {}

    /**
     * Writes one file that says the same as consecutive files of a chain: the newest entry wins.
     *
     * @param run the files, oldest first, without gaps
     * @param bottom whether the run begins the chain; nothing older can be hidden then, so removals leave no trace
     * @throws dev.weir.error.WeirException {@code CHECKPOINT_CORRUPT} or {@code CHECKPOINT_TOO_NEW}
     */
    public static void merge(List<byte[]> run, boolean bottom, OutputStream out) throws IOException {
        List<StateFile> files = run.stream().map(StateFileFormat::read).toList();
        boolean full = bottom || files.stream().anyMatch(StateFile::full);
        List<StateFile> effective = full ? files.subList(StateRestorer.lastFull(files), files.size()) : files;
        StateFile last = effective.get(effective.size() - 1);
        KeyFormat key = null;
        for (StateFile file : effective) {
            if (file.maxParallelism() != last.maxParallelism()
                    || file.firstGroup() != last.firstGroup()
                    || file.endGroup() != last.endGroup()) {
                throw StateFileFormat.corrupt("its neighbour in the chain has other key groups");
            }
            key = file.key() == null ? key : file.key();
        }
        KeyFormat keyFormat = key;
        List<State> merged = new ArrayList<>();
        StateFileFormat.reading(() ->
                statesByName(effective).values().forEach(versions -> merged.add(merge(versions, keyFormat, full))));
        StateFileFormat.write(
                new StateFile(full, last.maxParallelism(), last.firstGroup(), last.endGroup(), keyFormat, merged), out);
    }

    private static SortedMap<String, List<State>> statesByName(List<StateFile> files) {
        SortedMap<String, List<State>> states = new TreeMap<>();
        for (StateFile file : files) {
            for (State state : file.states()) {
                states.computeIfAbsent(state.name(), name -> new ArrayList<>()).add(state);
            }
        }
        return states;
    }

    /** Where entries live: those of one place are merged on their own, so that little is in memory at once. */
    private record Place(long address, int group) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            return address == other.address
                    ? Integer.compare(group, other.group)
                    : Long.compare(address, other.address);
        }
    }

    private static State merge(List<State> versions, @Nullable KeyFormat key, boolean full) {
        State newest = versions.get(versions.size() - 1);
        SortedMap<Place, List<Section>> places = new TreeMap<>();
        SortedSet<Long> dropped = new TreeSet<>();
        for (State version : versions) {
            if (!version.shape().equals(newest.shape())) {
                throw StateFileFormat.corrupt("another file has a different state " + newest.name());
            }
            for (long pane : version.dropped()) {
                dropped.add(pane);
                places.subMap(new Place(pane, 0), new Place(pane, Integer.MAX_VALUE))
                        .clear();
            }
            for (Section section : version.sections()) {
                places.computeIfAbsent(new Place(section.address(), section.group()), place -> new ArrayList<>())
                        .add(section);
            }
        }
        SectionCopier copier = new SectionCopier();
        List<Section> merged = new ArrayList<>();
        places.values().forEach(sections -> merge(sections, newest.shape(), key, full, copier, merged));
        List<Long> gone = full ? List.of() : List.copyOf(dropped);
        return new State(newest.name(), newest.shape(), gone, merged);
    }

    private static void merge(
            List<Section> sections,
            StateShape shape,
            @Nullable KeyFormat key,
            boolean full,
            SectionCopier copier,
            List<Section> merged) {
        Section first = sections.get(0);
        if (sections.size() == 1 && (!full || first.tombstones() == 0)) {
            merged.add(first);
            return;
        }
        EntryLayout layout =
                shape.layout(first.address(), Objects.requireNonNull(key).width());
        TableSet tables = new TableSet(layout, Epochs.rememberingAll(), first.group(), first.group() + 1);
        SectionReader reader = new SectionReader();
        Tombstones tombstones = full ? Tombstones.LEFT_OUT : Tombstones.KEPT;
        sections.forEach(section -> reader.apply(section, tables, tombstones));
        copier.copy(first.address(), tables, first.group(), Epochs.NO_BASE, tombstones, merged);
    }
}
