package dev.weir.state;

import dev.weir.codec.ByteReader;
import dev.weir.codec.ByteWriter;

/** The first part of list and map state: how many entries the current key has. */
final class Sizes {
    private final CurrentKey key;
    private final StoredState state;
    private final ByteWriter bytes = new ByteWriter();
    private final ByteReader reader = new ByteReader(new byte[Integer.BYTES]);

    Sizes(CurrentKey key, StoredState state) {
        this.key = key;
        this.state = state;
    }

    int current() {
        key.require();
        Table table = state.require(0).find(key.group(), key.hash());
        int slot = table == null ? Table.ABSENT : table.find(key.bytes(), key.offset(), key.length(), key.hash());
        return table == null || slot < 0 || !table.isLive(slot)
                ? 0
                : reader.reset(table.slots(), table.valueOffset(slot), Integer.BYTES)
                        .readInt();
    }

    void update(int size) {
        TableSet set = state.require(0);
        if (size == 0) {
            set.remove(key.group(), key.hash(), key.bytes(), key.offset(), key.length());
        } else {
            bytes.clear().writeInt(size);
            set.put(key.group(), key.hash(), key.bytes(), key.offset(), key.length(), bytes.array(), 0, Integer.BYTES);
        }
    }
}
