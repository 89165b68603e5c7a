package dev.weir.state;

import dev.weir.codec.ByteReader;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A flat hash table from bytes to bytes: open addressing with linear probing in one byte array, laid out by {@link
 * EntryLayout}, read and written in place. It holds no reference but its arrays, so neither its size nor its changes
 * cost the garbage collector anything.
 *
 * <p>A removed entry stays as a tombstone until no delta has to mention it any more. For every block of 64 slots the
 * newest epoch is kept, so that a snapshot visits changed blocks only.
 *
 * <p>A slot is a number that is valid until the next {@link #put}, {@link #bury} or {@link #trim}.
 */
final class Table {
    /** No slot: the key is unknown. */
    static final int ABSENT = -1;
    /** No slot: the table must be split before it can take the entry. */
    static final int FULL = -2;

    static final int BLOCK_SHIFT = 6;
    private static final int MIN_SLOTS = 8;
    private static final int MAX_SHARED_BITS = 16;
    private static final int TRIM_FROM = 1 << BLOCK_SHIFT;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final EntryLayout layout;
    private final Epochs epochs;
    private final int entrySize;
    private final int valueAt;
    private final int keyWidth;
    private final int valueWidth;

    /** How many leading bits of the hash all entries share: the table is the result of so many splits. */
    private final int sharedBits;

    private byte[] slots;
    private int[] blockEpochs;
    private int count;
    /** Odd; scatters hashes differently in tables of different sizes, see {@link #resize}. */
    private int spread;

    private int used;
    private int live;
    private int newestEpoch;
    private Arena arena = new Arena();

    Table(EntryLayout layout, Epochs epochs, int sharedBits, int expected) {
        this.layout = layout;
        this.epochs = epochs;
        this.sharedBits = sharedBits;
        this.entrySize = layout.entrySize();
        this.valueAt = layout.valueAt();
        this.keyWidth = layout.keyWidth();
        this.valueWidth = layout.valueWidth();
        resize(slotsFor(expected));
    }

    /**
     * Begins anew with so many slots. A hash is scaled to the number of slots (Lemire, 2016) after multiplication by a
     * number that depends on it. Without that, copying one table into a smaller one in the order of its slots, as a
     * restore does, would fill the smaller one from one end and take quadratic time.
     */
    private void resize(int newCount) {
        count = newCount;
        spread = ByteHash.mix(newCount) | 1;
        slots = new byte[newCount * entrySize];
        blockEpochs = new int[(newCount >> BLOCK_SHIFT) + 1];
        used = 0;
    }

    private static int slotsFor(int entries) {
        return Math.max(MIN_SLOTS, entries * 2);
    }

    EntryLayout layout() {
        return layout;
    }

    int live() {
        return live;
    }

    int sharedBits() {
        return sharedBits;
    }

    int slotCount() {
        return count;
    }

    int newestEpoch() {
        return newestEpoch;
    }

    /** The newest epoch among the slots of a block. */
    int blockEpoch(int block) {
        return blockEpochs[block];
    }

    /** The epoch of a live entry, its negation of a tombstone, 0 of an empty slot. */
    int epochAt(int slot) {
        return (int) INT.get(slots, slot * entrySize);
    }

    boolean isLive(int slot) {
        return epochAt(slot) > 0;
    }

    int hashAt(int slot) {
        return hashAt(slots, slot * entrySize);
    }

    private int hashAt(byte[] entries, int at) {
        return keyWidth >= 0
                ? ByteHash.of(entries, at + EntryLayout.KEY_AT, keyWidth)
                : (int) INT.get(entries, at + EntryLayout.HASH_AT);
    }

    byte[] slots() {
        return slots;
    }

    Arena arena() {
        return arena;
    }

    /** Where the key begins in {@link #slots()} when it lies in the entry. */
    int keyOffset(int slot) {
        return slot * entrySize + EntryLayout.KEY_AT;
    }

    /** Where the value begins in {@link #slots()} when it lies in the entry. */
    int valueOffset(int slot) {
        return slot * entrySize + valueAt;
    }

    /** Points a reader at the bytes of a key. */
    void readKey(int slot, ByteReader reader) {
        if (keyWidth >= 0) {
            reader.reset(slots, keyOffset(slot), keyWidth);
        } else {
            int reference = keyReference(slot);
            reader.reset(arena.array(), Arena.start(reference), arena.length(reference));
        }
    }

    /** Points a reader at the bytes of a value. */
    void readValue(int slot, ByteReader reader) {
        if (valueWidth >= 0) {
            reader.reset(slots, valueOffset(slot), valueWidth);
        } else {
            int reference = valueReference(slot);
            reader.reset(arena.array(), Arena.start(reference), arena.length(reference));
        }
    }

    /** Where the key lies in the arena when its width varies. */
    int keyReference(int slot) {
        return (int) INT.get(slots, slot * entrySize + EntryLayout.KEY_REFERENCE_AT);
    }

    /** Where the value lies in the arena when its width varies. */
    int valueReference(int slot) {
        return (int) INT.get(slots, valueOffset(slot));
    }

    /** The slot of a key, live or tombstone, or {@link #ABSENT}. */
    int find(byte[] key, int offset, int length, int hash) {
        int slot = homeOf(hash);
        while (true) {
            int at = slot * entrySize;
            if ((int) INT.get(slots, at) == 0) {
                return ABSENT;
            }
            if (holdsKey(at, key, offset, length, hash)) {
                return slot;
            }
            slot = next(slot);
        }
    }

    private int homeOf(int hash) {
        return (int) ((Integer.toUnsignedLong(hash * spread) * count) >>> 32);
    }

    private int next(int slot) {
        return slot + 1 == count ? 0 : slot + 1;
    }

    /** Fetches the first slot that {@link #find} would look at, all of it if it spans two cache lines. */
    int fetch(int hash) {
        int at = homeOf(hash) * entrySize;
        return (int) INT.get(slots, at) + slots[at + entrySize - 1];
    }

    private boolean holdsKey(int at, byte[] key, int offset, int length, int hash) {
        if (keyWidth == Long.BYTES) {
            return (long) LONG.get(slots, at + EntryLayout.KEY_AT) == (long) LONG.get(key, offset);
        }
        if (keyWidth >= 0) {
            int start = at + EntryLayout.KEY_AT;
            return Arrays.equals(slots, start, start + keyWidth, key, offset, offset + length);
        }
        return (int) INT.get(slots, at + EntryLayout.HASH_AT) == hash
                && arena.equals((int) INT.get(slots, at + EntryLayout.KEY_REFERENCE_AT), key, offset, length);
    }

    /** Sets the value of a key; returns its slot or {@link #FULL}. */
    int put(byte[] key, int keyOffset, int keyLength, int hash, byte[] value, int valueOffset, int valueLength) {
        int slot = find(key, keyOffset, keyLength, hash);
        if (slot != ABSENT) {
            return overwrite(slot, value, valueOffset, valueLength) ? slot : FULL;
        }
        if (!reserveSlot() || !reserveBytes(keyLength, valueLength)) {
            return FULL;
        }
        slot = insert(epochs.current(), key, keyOffset, keyLength, hash);
        live++;
        epochs.countChange();
        store(slot, value, valueOffset, valueLength);
        return slot;
    }

    /** Sets the value of an entry or tombstone; returns false if the table must be split before. */
    boolean overwrite(int slot, byte[] value, int offset, int length) {
        if (valueWidth >= 0) {
            touch(slot);
            store(slot, value, offset, length);
            return true;
        }
        boolean wasLive = isLive(slot);
        if (wasLive && arena.fits(valueReference(slot), length)) {
            touch(slot);
            arena.overwrite(valueReference(slot), value, offset, length);
            return true;
        }
        if (!reserveBytes(0, length)) {
            return false;
        }
        if (wasLive) {
            arena.free(valueReference(slot));
        }
        touch(slot);
        store(slot, value, offset, length);
        return true;
    }

    private void store(int slot, byte[] value, int offset, int length) {
        int at = slot * entrySize + valueAt;
        if (valueWidth == Long.BYTES) {
            LONG.set(slots, at, (long) LONG.get(value, offset));
        } else if (valueWidth >= 0) {
            FewBytes.copy(value, offset, slots, at, valueWidth);
        } else {
            INT.set(slots, at, arena.append(value, offset, length));
        }
    }

    private void touch(int slot) {
        int epoch = epochAt(slot);
        int current = epochs.current();
        if (epoch != current) {
            if (epoch < 0) {
                live++;
            }
            if (epoch != -current) {
                epochs.countChange();
            }
            stamp(slot, current);
        }
    }

    private void stamp(int slot, int epoch) {
        INT.set(slots, slot * entrySize, epoch);
        int magnitude = Math.abs(epoch);
        int block = slot >> BLOCK_SHIFT;
        blockEpochs[block] = Math.max(blockEpochs[block], magnitude);
        newestEpoch = Math.max(newestEpoch, magnitude);
    }

    /** Turns a live entry into a tombstone. */
    void remove(int slot) {
        if (valueWidth < 0) {
            arena.free(valueReference(slot));
        }
        if (epochAt(slot) != epochs.current()) {
            epochs.countChange();
        }
        live--;
        stamp(slot, -epochs.current());
    }

    /** Makes sure that a key is a tombstone, also one that is unknown; returns its slot or {@link #FULL}. */
    int bury(byte[] key, int offset, int length, int hash) {
        int slot = find(key, offset, length, hash);
        if (slot == ABSENT) {
            return !reserveSlot() || !reserveBytes(length, 0)
                    ? FULL
                    : insert(-epochs.current(), key, offset, length, hash);
        }
        if (isLive(slot)) {
            remove(slot);
        }
        return slot;
    }

    /** Takes over an entry or tombstone of another table with its epoch; grows at any cost. */
    void adopt(Table other, int slot) {
        if (used >= usable()) {
            rebuild(slotsFor(used + 1));
        }
        int epoch = other.epochAt(slot);
        int copy = layout.keyInline()
                ? insert(epoch, other.slots, other.keyOffset(slot), keyWidth, other.hashAt(slot))
                : adoptKey(epoch, other.arena, other.keyReference(slot), other.hashAt(slot));
        if (epoch < 0) {
            return;
        }
        live++;
        if (layout.valueInline()) {
            store(copy, other.slots, other.valueOffset(slot), valueWidth);
        } else {
            int value = other.valueReference(slot);
            ensureRoom(other.arena.length(value));
            INT.set(slots, valueOffset(copy), arena.append(other.arena, value));
        }
    }

    private int adoptKey(int epoch, Arena theirs, int reference, int hash) {
        int length = theirs.length(reference);
        ensureRoom(length);
        return insert(epoch, theirs.array(), Arena.start(reference), length, hash);
    }

    private void ensureRoom(int length) {
        if (!arena.hasRoom(Arena.footprint(length))) {
            arena.grow(Arena.footprint(length));
        }
    }

    /** Fills the next free slot of a key that is not in the table. */
    private int insert(int epoch, byte[] key, int offset, int length, int hash) {
        int slot = freeSlot(hash);
        int at = slot * entrySize;
        if (keyWidth >= 0) {
            FewBytes.copy(key, offset, slots, at + EntryLayout.KEY_AT, keyWidth);
        } else {
            INT.set(slots, at + EntryLayout.HASH_AT, hash);
            INT.set(slots, at + EntryLayout.KEY_REFERENCE_AT, arena.append(key, offset, length));
        }
        stamp(slot, epoch);
        used++;
        return slot;
    }

    private int freeSlot(int hash) {
        int slot = homeOf(hash);
        while (epochAt(slot) != 0) {
            slot = next(slot);
        }
        return slot;
    }

    private boolean reserveSlot() {
        if (used < usable()) {
            return true;
        }
        int wanted = slotsFor(used - forgettable() + 1);
        if (wanted > layout.maxSlots() && isSplittable()) {
            return false;
        }
        rebuild(wanted);
        return true;
    }

    /** How many slots may be in use: 45 in 64, where an unsuccessful search takes six probes on average. */
    private int usable() {
        return (count * 45) >> 6;
    }

    private boolean reserveBytes(int keyLength, int valueLength) {
        long more = (keyWidth >= 0 ? 0 : Arena.footprint(keyLength))
                + (valueWidth >= 0 ? 0L : Arena.footprint(valueLength));
        if (more == 0 || arena.hasRoom(more)) {
            return true;
        }
        if (arena.liveSize() + more > Arena.SPLIT_SIZE && live > 1 && isSplittable()) {
            return false;
        }
        if (arena.isSparse()) {
            compact(more);
        } else {
            arena.grow(more);
        }
        return true;
    }

    private boolean isSplittable() {
        return sharedBits < MAX_SHARED_BITS;
    }

    private int forgettable() {
        int found = 0;
        for (int slot = 0; used > live && slot < count; slot++) {
            found += isForgettable(epochAt(slot)) ? 1 : 0;
        }
        return found;
    }

    private boolean isForgettable(int epoch) {
        return epoch < 0 && epochs.isForgettable(-epoch);
    }

    /** Gives memory back after many removals; returns how many slots it visited. */
    int trim() {
        int before = count;
        if (before <= TRIM_FROM || used - live < before >> 2) {
            return 0;
        }
        int wanted = slotsFor(used - forgettable() + 1);
        if (wanted > before >> 1) {
            return before;
        }
        rebuild(wanted);
        if (arena.isSparse()) {
            compact(0);
        }
        return before + wanted;
    }

    private void rebuild(int newCount) {
        byte[] oldSlots = slots;
        int end = count * entrySize;
        resize(newCount);
        for (int from = 0; from < end; from += entrySize) {
            int epoch = (int) INT.get(oldSlots, from);
            if (isForgettable(epoch)) {
                freeKey(oldSlots, from);
            } else if (epoch != 0) {
                int slot = freeSlot(hashAt(oldSlots, from));
                System.arraycopy(oldSlots, from, slots, slot * entrySize, entrySize);
                stamp(slot, epoch);
                used++;
            }
        }
    }

    private void freeKey(byte[] entries, int at) {
        if (keyWidth < 0) {
            arena.free((int) INT.get(entries, at + EntryLayout.KEY_REFERENCE_AT));
        }
    }

    private void compact(long more) {
        Arena from = arena;
        Arena to = new Arena(Arena.capacityFor(from.liveSize(), more));
        for (int slot = 0; slot < count; slot++) {
            int epoch = epochAt(slot);
            if (keyWidth < 0 && epoch != 0) {
                INT.set(slots, slot * entrySize + EntryLayout.KEY_REFERENCE_AT, to.append(from, keyReference(slot)));
            }
            if (valueWidth < 0 && epoch > 0) {
                INT.set(slots, valueOffset(slot), to.append(from, valueReference(slot)));
            }
        }
        arena = to;
    }
}
