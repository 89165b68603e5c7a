package dev.weir.state;

import org.jspecify.annotations.Nullable;

/** A value for each key. The slot that {@link #value} finds is remembered for the {@link #update} that follows. */
final class HeapValueState<T> implements ValueState<T>, Fetchable {
    private final CurrentKey key;
    private final StoredState state;
    private final ValueCodec<T> codec;

    private @Nullable TableSet tables;
    private long knownVersion = -1;
    private int knownSlot;

    HeapValueState(CurrentKey key, StoredState state, ValueCodec<T> codec) {
        this.key = key;
        this.state = state;
        this.codec = codec;
    }

    @Override
    public @Nullable T value() {
        Table table = tables().find(key.group(), key.hash());
        if (table == null) {
            return null;
        }
        int slot = find(table);
        return slot >= 0 && table.isLive(slot) ? codec.decode(table, slot, 0) : null;
    }

    @Override
    public void update(T value) {
        var bytes = codec.encode(value);
        TableSet set = tables();
        Table table = set.find(key.group(), key.hash());
        if (table != null) {
            int slot = find(table);
            if (slot >= 0 && table.overwrite(slot, bytes.array(), 0, bytes.size())) {
                return;
            }
        }
        knownSlot = set.put(
                key.group(), key.hash(), key.bytes(), key.offset(), key.length(), bytes.array(), 0, bytes.size());
        knownVersion = key.version();
    }

    @Override
    public void clear() {
        Table table = tables().find(key.group(), key.hash());
        if (table != null) {
            int slot = find(table);
            if (slot >= 0 && table.isLive(slot)) {
                table.remove(slot);
            }
        }
    }

    @Override
    public int fetch(AnnouncedKeys keys) {
        TableSet known = tables;
        return known == null ? 0 : known.fetch(keys);
    }

    private int find(Table table) {
        if (knownVersion != key.version()) {
            knownSlot = table.find(key.bytes(), key.offset(), key.length(), key.hash());
            knownVersion = key.version();
        }
        return knownSlot;
    }

    private TableSet tables() {
        TableSet known = tables;
        if (known == null) {
            key.require();
            known = state.require(0);
            tables = known;
        }
        return known;
    }
}
