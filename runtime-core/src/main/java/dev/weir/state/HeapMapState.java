package dev.weir.state;

import dev.weir.codec.ByteReader;
import dev.weir.codec.ByteWriter;
import dev.weir.codec.Codec;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A map for each key: its size under the key; each map key under key and index, so that they can be listed; each value,
 * behind its index, under key and map key. A removal moves the last index into the gap.
 */
final class HeapMapState<K, V> implements MapState<K, V> {
    private static final int INDEX = Integer.BYTES;
    private static final int ABSENT = -1;

    private final CurrentKey key;
    private final StoredState state;
    private final Codec<K> mapKeyCodec;
    private final ValueCodec<V> codec;
    private final Sizes sizes;
    private final ByteWriter mapKey = new ByteWriter();
    private final ByteWriter indexKey = new ByteWriter();
    private final ByteWriter valueKey = new ByteWriter();
    private final ByteReader reader = new ByteReader(new byte[0]);

    HeapMapState(CurrentKey key, StoredState state, Codec<K> mapKeyCodec, ValueCodec<V> codec) {
        this.key = key;
        this.state = state;
        this.mapKeyCodec = mapKeyCodec;
        this.codec = codec;
        this.sizes = new Sizes(key, state);
    }

    @Override
    public @Nullable V get(K wanted) {
        encode(wanted);
        return value();
    }

    /** The value of the map key in {@code mapKey}. */
    private @Nullable V value() {
        int hash = pointToValue();
        Table table = state.require(2).find(key.group(), hash);
        int slot = find(table, valueKey, hash);
        return table == null || slot < 0 ? null : codec.decode(table, slot, INDEX);
    }

    @Override
    public void put(K wanted, V value) {
        encode(wanted);
        int hash = pointToValue();
        TableSet values = state.require(2);
        Table table = values.find(key.group(), hash);
        int slot = find(table, valueKey, hash);
        int index = table == null || slot < 0 ? ABSENT : readIndex(table, slot);
        boolean known = index != ABSENT;
        index = known ? index : sizes.current();
        ByteWriter bytes = codec.encode(index, value);
        values.put(key.group(), hash, valueKey.array(), 0, valueKey.size(), bytes.array(), 0, bytes.size());
        if (!known) {
            putMapKey(index);
            sizes.update(index + 1);
        }
    }

    private void putMapKey(int index) {
        int hash = pointToIndex(index);
        state.require(1).put(key.group(), hash, indexKey.array(), 0, indexKey.size(), mapKey.array(), 0, mapKey.size());
    }

    @Override
    public void remove(K unwanted) {
        encode(unwanted);
        int hash = pointToValue();
        Table table = state.require(2).find(key.group(), hash);
        int slot = find(table, valueKey, hash);
        if (table == null || slot < 0) {
            return;
        }
        int gap = readIndex(table, slot);
        table.remove(slot);
        int last = sizes.current() - 1;
        if (gap != last) {
            readMapKey(last);
            putMapKey(gap);
            renumber(gap);
        }
        int lastHash = pointToIndex(last);
        state.require(1).remove(key.group(), lastHash, indexKey.array(), 0, indexKey.size());
        sizes.update(last);
    }

    /** Gives the value of the map key in {@code mapKey} another index. */
    private void renumber(int index) {
        V value = value();
        if (value == null) {
            throw missing(index);
        }
        int hash = pointToValue();
        ByteWriter bytes = codec.encode(index, value);
        state.require(2).put(key.group(), hash, valueKey.array(), 0, valueKey.size(), bytes.array(), 0, bytes.size());
    }

    @Override
    public Map<K, V> entries() {
        int size = sizes.current();
        Map<K, V> entries = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            readMapKey(i);
            V value = value();
            if (value == null) {
                throw missing(i);
            }
            entries.put(mapKeyCodec.decode(reader.reset(mapKey.array(), 0, mapKey.size())), value);
        }
        return entries;
    }

    @Override
    public void clear() {
        int size = sizes.current();
        for (int i = 0; i < size; i++) {
            readMapKey(i);
            state.require(1).remove(key.group(), pointToIndex(i), indexKey.array(), 0, indexKey.size());
            state.require(2).remove(key.group(), pointToValue(), valueKey.array(), 0, valueKey.size());
        }
        if (size > 0) {
            sizes.update(0);
        }
    }

    private void encode(K wanted) {
        key.require();
        mapKey.clear();
        mapKeyCodec.encode(wanted, mapKey);
    }

    /** Reads the map key of an index into {@code mapKey}. */
    private void readMapKey(int index) {
        int hash = pointToIndex(index);
        Table table = state.require(1).find(key.group(), hash);
        int slot = find(table, indexKey, hash);
        if (table == null || slot < 0) {
            throw missing(index);
        }
        table.readValue(slot, reader);
        mapKey.clear();
        mapKey.writeBytes(reader.array(), reader.position(), reader.remaining());
    }

    private int readIndex(Table table, int slot) {
        table.readValue(slot, reader);
        return reader.readInt();
    }

    /** The slot of a live entry, or negative. */
    private static int find(@Nullable Table table, ByteWriter wanted, int hash) {
        if (table == null) {
            return Table.ABSENT;
        }
        int slot = table.find(wanted.array(), 0, wanted.size(), hash);
        return slot >= 0 && table.isLive(slot) ? slot : Table.ABSENT;
    }

    private int pointToIndex(int index) {
        indexKey.clear();
        indexKey.writeBytes(key.bytes(), key.offset(), key.length());
        indexKey.writeInt(index);
        return ByteHash.of(indexKey.array(), 0, indexKey.size());
    }

    private int pointToValue() {
        valueKey.clear();
        if (key.width() == Codec.VARIABLE) {
            valueKey.writeVarInt(key.length());
        }
        valueKey.writeBytes(key.bytes(), key.offset(), key.length());
        valueKey.writeBytes(mapKey.array(), 0, mapKey.size());
        return ByteHash.of(valueKey.array(), 0, valueKey.size());
    }

    private WeirException missing(int index) {
        return new WeirException(
                ErrorCode.INTERNAL,
                "Cannot read map state " + state.name() + ": an entry is missing: " + index + " of " + sizes.current()
                        + "; report this as a defect");
    }
}
