package dev.weir.state;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The tables of one state under addresses: the numbers of its parts, or its panes. A dropped pane is remembered until a
 * delta has told.
 */
final class StoredState {
    private final String name;
    private final StateShape shape;
    private final CurrentKey key;
    private final Epochs epochs;

    private long[] addresses = new long[4];
    private @Nullable TableSet[] sets = new @Nullable TableSet[4];
    private int count;
    private final TreeMap<Long, Integer> droppedIn = new TreeMap<>();

    StoredState(String name, StateShape shape, CurrentKey key, Epochs epochs) {
        this.name = name;
        this.shape = shape;
        this.key = key;
        this.epochs = epochs;
    }

    String name() {
        return name;
    }

    StateShape shape() {
        return shape;
    }

    /** How many addresses there are; they are ascending. */
    int count() {
        return count;
    }

    long address(int index) {
        return addresses[index];
    }

    TableSet tables(int index) {
        return Objects.requireNonNull(sets[index]);
    }

    @Nullable
    TableSet find(long address) {
        int index = Arrays.binarySearch(addresses, 0, count, address);
        return index < 0 ? null : sets[index];
    }

    /** The tables of an address; makes them if there are none. */
    TableSet require(long address) {
        int index = Arrays.binarySearch(addresses, 0, count, address);
        return index < 0 ? add(-index - 1, address) : tables(index);
    }

    private TableSet add(int index, long address) {
        if (count == sets.length) {
            addresses = Arrays.copyOf(addresses, count * 2);
            sets = Arrays.copyOf(sets, count * 2);
        }
        System.arraycopy(addresses, index, addresses, index + 1, count - index);
        System.arraycopy(sets, index, sets, index + 1, count - index);
        TableSet added = new TableSet(shape.layout(address, key.width()), epochs, key.firstGroup(), key.endGroup());
        addresses[index] = address;
        sets[index] = added;
        count++;
        return added;
    }

    /** Forgets all tables of an address, and remembers that it did if a snapshot may have them. */
    void drop(long address) {
        int index = Arrays.binarySearch(addresses, 0, count, address);
        if (index >= 0) {
            if (!epochs.isUnseen(tables(index).firstEpoch())) {
                droppedIn.put(address, epochs.current());
            }
            remove(index);
        }
    }

    private void remove(int index) {
        count--;
        System.arraycopy(addresses, index + 1, addresses, index, count - index);
        System.arraycopy(sets, index + 1, sets, index, count - index);
        sets[count] = null;
    }

    /** Forgets a range of groups of an address, without a trace: while restoring. */
    void clear(long address, int firstGroup, int endGroup) {
        int index = Arrays.binarySearch(addresses, 0, count, address);
        if (index >= 0) {
            boolean left = true;
            for (int group = firstGroup; group < endGroup; group++) {
                left = tables(index).clear(group);
            }
            if (!left) {
                remove(index);
            }
        }
    }

    /** The addresses that were dropped after an epoch, ascending. */
    List<Long> droppedAfter(int epoch) {
        if (droppedIn.isEmpty()) {
            return List.of();
        }
        return droppedIn.entrySet().stream()
                .filter(each -> each.getValue() > epoch)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Forgets what was dropped in or before an epoch: a confirmed checkpoint has it. */
    void forgetDropped(int epoch) {
        droppedIn.values().removeIf(dropped -> dropped <= epoch);
    }

    boolean isEmpty() {
        return live() == 0;
    }

    long live() {
        long live = 0;
        for (int i = 0; i < count; i++) {
            for (int group = key.firstGroup(); group < key.endGroup(); group++) {
                TableSet set = tables(i);
                for (Table table = set.next(group, null); table != null; table = set.next(group, table)) {
                    live += table.live();
                }
            }
        }
        return live;
    }

    /** The addresses, ascending. */
    long[] addresses() {
        return Arrays.copyOf(addresses, count);
    }
}
