package dev.weir.state;

import dev.weir.codec.ByteReader;
import org.jspecify.annotations.Nullable;

/** A value for each pane and key. The last pane's tables and the last slot are remembered. */
final class HeapPanedState<T> implements PanedState<T>, Fetchable {
    private final CurrentKey key;
    private final StoredState state;
    private final ValueCodec<T> codec;

    private final ByteReader reader = new ByteReader(new byte[0]);

    private @Nullable TableSet tables;
    private long pane;
    private long knownVersion = -1;
    private int knownSlot;

    HeapPanedState(CurrentKey key, StoredState state, ValueCodec<T> codec) {
        this.key = key;
        this.state = state;
        this.codec = codec;
    }

    @Override
    public @Nullable T value(long ofPane) {
        TableSet set = find(ofPane);
        Table table = set == null ? null : set.find(key.group(), key.hash());
        if (table == null) {
            return null;
        }
        int slot = find(table);
        return slot >= 0 && table.isLive(slot) ? codec.decode(table, slot, 0) : null;
    }

    @Override
    public void update(long ofPane, T value) {
        var bytes = codec.encode(value);
        TableSet set = find(ofPane);
        if (set == null) {
            set = state.require(ofPane);
            enter(ofPane, set);
        }
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

    private @Nullable TableSet find(long ofPane) {
        TableSet known = tables;
        if (known != null && pane == ofPane) {
            return known;
        }
        key.require();
        TableSet found = state.find(ofPane);
        if (found != null) {
            enter(ofPane, found);
        }
        return found;
    }

    private void enter(long ofPane, TableSet set) {
        pane = ofPane;
        tables = set;
        knownVersion = -1;
    }

    /** In the last pane, which is probably the next one too. */
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

    @Override
    public long[] panes() {
        return state.addresses();
    }

    @Override
    public void forEach(long ofPane, Visitor<T> visitor) {
        TableSet set = state.find(ofPane);
        for (int group = key.firstGroup(); set != null && group < key.endGroup(); group++) {
            for (Table table = set.next(group, null); table != null; table = set.next(group, table)) {
                forEach(group, table, visitor);
            }
        }
    }

    private void forEach(int group, Table table, Visitor<T> visitor) {
        for (int slot = 0; slot < table.slotCount(); slot++) {
            if (table.isLive(slot)) {
                table.readKey(slot, reader);
                key.set(reader.array(), reader.position(), reader.remaining(), group);
                visitor.visit(key.object(), codec.decode(table, slot, 0));
            }
        }
    }

    @Override
    public void dropPane(long dropped) {
        state.drop(dropped);
        if (pane == dropped) {
            tables = null;
        }
    }
}
