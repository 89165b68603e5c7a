package dev.weir.state;

import dev.weir.codec.ByteWriter;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A list for each key: its size under the key, each element under key and index. */
final class HeapListState<T> implements ListState<T> {
    private final CurrentKey key;
    private final StoredState state;
    private final ValueCodec<T> codec;
    private final Sizes sizes;
    private final ByteWriter elementKey = new ByteWriter();

    HeapListState(CurrentKey key, StoredState state, ValueCodec<T> codec) {
        this.key = key;
        this.state = state;
        this.codec = codec;
        this.sizes = new Sizes(key, state);
    }

    @Override
    public void add(T value) {
        ByteWriter bytes = codec.encode(value);
        int size = sizes.current();
        int hash = pointTo(size);
        state.require(1)
                .put(key.group(), hash, elementKey.array(), 0, elementKey.size(), bytes.array(), 0, bytes.size());
        sizes.update(size + 1);
    }

    @Override
    public List<T> values() {
        int size = sizes.current();
        List<T> values = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            values.add(element(i));
        }
        return values;
    }

    private T element(int index) {
        int hash = pointTo(index);
        @Nullable Table table = state.require(1).find(key.group(), hash);
        int slot = table == null ? Table.ABSENT : table.find(elementKey.array(), 0, elementKey.size(), hash);
        if (table == null || slot == Table.ABSENT || !table.isLive(slot)) {
            throw new WeirException(
                    ErrorCode.INTERNAL,
                    "Cannot read list state " + state.name() + ": an element is missing: " + index + " of "
                            + sizes.current() + "; report this as a defect");
        }
        return codec.decode(table, slot, 0);
    }

    @Override
    public void clear() {
        int size = sizes.current();
        for (int i = 0; i < size; i++) {
            int hash = pointTo(i);
            state.require(1).remove(key.group(), hash, elementKey.array(), 0, elementKey.size());
        }
        if (size > 0) {
            sizes.update(0);
        }
    }

    private int pointTo(int index) {
        elementKey.clear();
        elementKey.writeBytes(key.bytes(), key.offset(), key.length());
        elementKey.writeInt(index);
        return ByteHash.of(elementKey.array(), 0, elementKey.size());
    }
}
