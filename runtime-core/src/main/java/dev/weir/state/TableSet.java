package dev.weir.state;

import org.jspecify.annotations.Nullable;

/**
 * The tables of one part or pane of a state, by key group. A group begins with one table; one that has grown large is
 * split by the leading bits of the hash (extendible hashing; Fagin et al., 1979), so that no single step of growth
 * takes long however large the state is.
 */
final class TableSet {
    private final EntryLayout layout;
    private final Epochs epochs;
    private final int firstGroup;
    private final int groups;
    private final int firstEpoch;

    /** For each group {@code 2^depth} places; a table that shares fewer leading bits of the hash stands in several. */
    private @Nullable Table[] directory;

    private int depth;

    TableSet(EntryLayout layout, Epochs epochs, int firstGroup, int endGroup) {
        this.layout = layout;
        this.epochs = epochs;
        this.firstGroup = firstGroup;
        this.groups = endGroup - firstGroup;
        this.firstEpoch = epochs.current();
        this.directory = new @Nullable Table[groups];
    }

    /** The epoch in which it was made. */
    int firstEpoch() {
        return firstEpoch;
    }

    EntryLayout layout() {
        return layout;
    }

    /** The table that holds keys of a group and hash, or null if there is none yet. */
    @Nullable
    Table find(int group, int hash) {
        return directory[place(group, hash)];
    }

    /**
     * Reads of the slots where keys probably lie; the result means nothing. Nothing here waits for what it reads, so the
     * processor has many reads under way at once: the loop is kept short for that.
     */
    int fetch(AnnouncedKeys keys) {
        int sum = 0;
        int count = keys.count();
        for (int i = 0; i < count; i++) {
            int hash = keys.hash(i);
            Table table = directory[place(keys.group(i), hash)];
            if (table != null) {
                sum += table.fetch(hash);
            }
        }
        return sum;
    }

    private int place(int group, int hash) {
        return firstPlace(group) + prefix(hash, depth);
    }

    private int firstPlace(int group) {
        return (group - firstGroup) << depth;
    }

    private static int prefix(int hash, int bits) {
        return (int) ((hash & 0xFFFFFFFFL) >>> (32 - bits));
    }

    /** Sets a value; returns the slot in the table that {@link #find} gives afterwards. */
    int put(int group, int hash, byte[] key, int keyOffset, int keyLength, byte[] value, int valueOffset, int length) {
        while (true) {
            Table table = require(group, hash);
            int slot = table.put(key, keyOffset, keyLength, hash, value, valueOffset, length);
            if (slot != Table.FULL) {
                return slot;
            }
            split(group, hash, table);
        }
    }

    /** Makes a key a tombstone even if it is unknown. */
    void bury(int group, int hash, byte[] key, int offset, int length) {
        while (true) {
            Table table = require(group, hash);
            if (table.bury(key, offset, length, hash) != Table.FULL) {
                return;
            }
            split(group, hash, table);
        }
    }

    /** Removes a key; returns whether it had a value. */
    boolean remove(int group, int hash, byte[] key, int offset, int length) {
        Table table = find(group, hash);
        int slot = table == null ? Table.ABSENT : table.find(key, offset, length, hash);
        if (table == null || slot == Table.ABSENT || !table.isLive(slot)) {
            return false;
        }
        table.remove(slot);
        return true;
    }

    private Table require(int group, int hash) {
        Table table = find(group, hash);
        if (table == null) {
            table = new Table(layout, epochs, 0, 0);
            place(group, 0, table);
        }
        return table;
    }

    private void split(int group, int hash, Table table) {
        int bits = table.sharedBits() + 1;
        if (bits > depth) {
            deepen();
        }
        Table[] halves = {
            new Table(layout, epochs, bits, table.live() / 2), new Table(layout, epochs, bits, table.live() / 2)
        };
        for (int slot = 0; slot < table.slotCount(); slot++) {
            int epoch = table.epochAt(slot);
            if (epoch > 0 || (epoch < 0 && !epochs.isForgettable(-epoch))) {
                halves[prefix(table.hashAt(slot), bits) & 1].adopt(table, slot);
            }
        }
        int shared = prefix(hash, bits) & ~1;
        place(group, shared, halves[0]);
        place(group, shared | 1, halves[1]);
    }

    private void deepen() {
        @Nullable Table[] wider = new @Nullable Table[directory.length * 2];
        for (int i = 0; i < wider.length; i++) {
            wider[i] = directory[i >> 1];
        }
        directory = wider;
        depth++;
    }

    private void place(int group, int prefix, Table table) {
        int span = 1 << (depth - table.sharedBits());
        int start = firstPlace(group) + prefix * span;
        for (int i = start; i < start + span; i++) {
            directory[i] = table;
        }
    }

    /** The next table of a group, or null behind the last; {@code previous} is null for the first. */
    @Nullable
    Table next(int group, @Nullable Table previous) {
        int end = firstPlace(group + 1);
        int i = firstPlace(group);
        if (previous != null) {
            while (directory[i] != previous) {
                i++;
            }
            while (i < end && directory[i] == previous) {
                i++;
            }
        }
        return i < end ? directory[i] : null;
    }

    /** Forgets the tables of a group; returns whether others are left. */
    boolean clear(int group) {
        for (int i = firstPlace(group); i < firstPlace(group + 1); i++) {
            directory[i] = null;
        }
        for (Table table : directory) {
            if (table != null) {
                return true;
            }
        }
        return false;
    }

    int firstGroup() {
        return firstGroup;
    }

    int endGroup() {
        return firstGroup + groups;
    }
}
